package io.omerta.network.discovery;

import io.omerta.core.identity.PeerId;
import io.omerta.core.network.Endpoint;
import io.omerta.core.network.Network;
import io.omerta.network.dht.Contact;
import io.omerta.network.dht.DhtNode;
import io.omerta.network.dht.DhtRecord;
import io.omerta.network.dht.DhtSettings;
import io.omerta.network.dht.IdentityCredentials;
import io.omerta.network.dht.NodeAddress;
import io.omerta.network.dht.NodeId;
import io.omerta.network.dht.RefusedRecordException;
import io.omerta.network.dht.Timers;
import io.omerta.network.dht.socket.DhtSocket;
import io.omerta.network.message.ResourcesMessages;
import io.omerta.proto.dht.DhtStatus;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * This machine in one network's overlay: gets to know others, says what it has to say, and looks for members when somebody wants
 * to know them. In the socket's thread only.
 */
final class NetworkOverlay implements DhtSocket.Receiver {
    private static final Logger LOG = LoggerFactory.getLogger(NetworkOverlay.class);

    /** What it tells again soon after it has joined, when it knows the network better. */
    private static final Duration SOON = Duration.ofSeconds(20);

    /** As long as nobody was found who lends, it is worth while to look again at once. */
    private static final Duration LOOK_AGAIN_ALONE = Duration.ofMillis(100);

    /** In `omerta peers`, and for a job: of more, a part is as good as all. */
    private static final int MOST_MEMBERS = 1_000;

    /** Nodes of a network in which everybody is looked at for a job. */
    private static final int FEW = 300;

    private static final int ENOUGH_LENDERS = 64;

    private final Network network;
    private final DiscoveryParts parts;
    private final DhtSocket.Line line;
    private final Timers timers;
    private final AnnouncementRecords records;
    private final DhtNode node;
    private final AnnouncementTable table;
    private final MemberPings pings;
    private final Entrance entrance;
    private Timers.Timer announcing = () -> {};
    private @Nullable Offer announced;
    private List<Endpoint> announcedAt = List.of();
    private @Nullable Look look;
    private @Nullable Long searchedAt;
    private boolean leaving;

    /** Those that wait for the same. */
    private static final class Look {
        final List<Consumer<List<Member>>> lookers = new ArrayList<>();
        Timers.Timer late = () -> {};
    }

    NetworkOverlay(Network network, DiscoveryParts parts, DhtSocket socket, DhtSocket.Line line) {
        this.network = network;
        this.parts = parts;
        this.line = line;
        this.timers = socket.timers();
        this.records = new AnnouncementRecords(network.id());
        this.node = new DhtNode(
                new DhtNode.Parts(
                        new IdentityCredentials(parts.identity(), network.id()),
                        records,
                        timers,
                        parts.random(),
                        parts.time()::millis,
                        line),
                parts.dht());
        this.table = new AnnouncementTable(parts.timing().downAfter());
        this.pings = new MemberPings(
                node, table, parts.endpoints(), timers, parts.timing().askAgainAfter());
        this.entrance = new Entrance(network, parts, socket, line, node, this::entered);
        node.status(this::status);
        node.onStored(this::heardOf);
        node.onSign(this::heardFrom);
    }

    void start() {
        // Alone, it is the whole network: whoever comes finds what it says with it.
        announce();
        entrance.start();
    }

    private void entered() {
        searchedAt = null;
        announce();
    }

    @Override
    public void receive(NodeAddress from, byte[] message) {
        node.receive(from, message);
    }

    private byte[] status() {
        Offer now = parts.offer().get();
        byte[] status = DhtStatus.newBuilder()
                .setAvailable(ResourcesMessages.toProto(now.available()))
                .setQueuedJobs(now.queuedJobs())
                .build()
                .toByteArray();
        return status.length <= DhtSettings.MAX_STATUS ? status : new byte[0];
    }

    private void heardFrom(DhtNode.Sign sign) {
        PeerId peer = sign.node().id().toPeerId();
        NodeAddress address = sign.node().address();
        table.heard(peer, timers.nanos());
        table.measured(peer, sign.roundTrip());
        table.answeredAt(peer, Endpoint.of(address.address().getHostAddress(), address.port()));
        entrance.heardFrom(sign.node());
    }

    private void heardOf(DhtRecord record) {
        try {
            SignedAnnouncement heard = records.announcement(record, parts.time().millis());
            if (!heard.announcement().peerId().equals(parts.identity().peerId())
                    && table.put(heard, timers.nanos()) == AnnouncementTable.Outcome.WITHDRAWN) {
                node.forget(record.owner());
            }
        } catch (RefusedRecordException e) {
            LOG.debug("refused an announcement in {}: {}", network.name(), e.getMessage());
        }
    }

    /** Says what this machine is and lends, and says it again after a while. */
    private void announce() {
        announcing.cancel();
        if (leaving) {
            return;
        }
        SignedAnnouncement mine = parts.own().signed(parts.own().nextIssue(), network.id(), false);
        boolean first = announced == null;
        announced = parts.offer().get();
        announcedAt = parts.endpoints().list();
        announcing = timers.after(
                first
                        ? SOON
                        : parts.timing()
                                .announceEvery()
                                .plusMillis(parts.random().nextLong(60_000)),
                this::announce);
        new OwnPublication(node, mine, outcome -> parts.clocks().compared(network, outcome)).start(List.of());
    }

    /** What this machine lends may have changed, or where it can be reached. */
    void refresh() {
        Offer known = announced;
        if (known == null) {
            return;
        }
        Offer now = parts.offer().get();
        boolean same = now.with(known.available(), known.queuedJobs()).equals(known)
                && parts.endpoints().list().equals(announcedAt);
        if (!same) {
            announce();
        }
    }

    /** @param looker is told the members other than this machine, by peer id, when it is known who is there */
    void look(Consumer<List<Member>> looker) {
        look(List.of(SearchTerms.MEMBER), MOST_MEMBERS, looker);
    }

    /** The same, in so far as others are of use; where there are few, all. */
    void lookForLenders(Need need, Consumer<List<Member>> looker) {
        if (node.estimatedNodes() <= FEW) {
            look(looker);
        } else {
            searchedAt = null;
            look(SearchTerms.toFind(need), ENOUGH_LENDERS, looker);
        }
    }

    private void look(List<String> terms, int enough, Consumer<List<Member>> looker) {
        if (look != null) {
            look.lookers.add(looker);
            return;
        }
        Look begun = new Look();
        begun.lookers.add(looker);
        begun.late = timers.after(parts.timing().answerWithin(), () -> tell(begun));
        look = begun;
        entrance.onceTried(() -> search(terms, enough, () -> ask(() -> tell(begun))));
    }

    private void search(List<String> terms, int enough, Runnable done) {
        if (isSearchDue()) {
            searchedAt = timers.nanos();
            new MemberSearch(node, terms, enough, parts.random(), this::heardOf, done).start();
        } else {
            done.run();
        }
    }

    private boolean isSearchDue() {
        Long last = searchedAt;
        boolean alone = table.members(timers.nanos()).stream()
                .noneMatch(
                        member -> member.up() && member.announcement().offer().lending());
        Duration again = alone ? LOOK_AGAIN_ALONE : parts.timing().searchAgainAfter();
        return last == null || timers.nanos() - last >= again.toNanos();
    }

    private void ask(Runnable done) {
        int[] awaited = {1};
        Runnable each = () -> {
            if (--awaited[0] == 0) {
                done.run();
            }
        };
        awaited[0] += pings.ask(table.members(timers.nanos()), each);
        each.run();
    }

    private void tell(Look ended) {
        ended.late.cancel();
        if (look != ended) {
            // It was late, and they were told.
            return;
        }
        look = null;
        table.forget(timers.nanos());
        List<Member> members = others();
        ended.lookers.forEach(looker -> looker.accept(members));
    }

    /** Other members, by peer id, as far as they are known. */
    List<Member> others() {
        return table.members(timers.nanos()).stream()
                .sorted(Comparator.comparing(Member::peerId))
                .toList();
    }

    /** Says farewell; nothing more is said or asked afterwards. */
    void leave(Runnable done) {
        leaving = true;
        announcing.cancel();
        entrance.close();
        if (announced == null) {
            close();
            done.run();
            return;
        }
        node.withdraw();
        SignedAnnouncement farewell = parts.own().signed(parts.own().nextIssue(), network.id(), true);
        new OwnPublication(node, farewell, _ -> {
                    close();
                    done.run();
                })
                .start(node.contacts());
    }

    /** Says nothing more. Idempotent. */
    void close() {
        leaving = true;
        announcing.cancel();
        entrance.close();
        node.close();
        line.close();
        if (look != null) {
            tell(look);
        }
    }

    Network network() {
        return network;
    }

    /** Whom to ask first another time. */
    List<Endpoint> toRemember() {
        List<Endpoint> heard = table.members(timers.nanos()).stream()
                .filter(Member::up)
                .filter(member -> !member.endpoints().isEmpty())
                .map(member -> member.endpoints().getFirst().withPeer(member.peerId()))
                .limit(PeerMemory.MOST)
                .toList();
        List<Endpoint> all = new ArrayList<>(heard);
        for (Contact contact : node.contacts()) {
            NodeAddress address = contact.address();
            Endpoint endpoint = new Endpoint(
                    Optional.of(contact.id().toPeerId()), address.address().getHostAddress(), address.port());
            if (all.size() < PeerMemory.MOST && !all.contains(endpoint)) {
                all.add(endpoint);
            }
        }
        return all;
    }

    NodeId id() {
        return node.id();
    }
}
