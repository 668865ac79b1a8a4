package io.omerta.network.discovery;

import com.google.protobuf.InvalidProtocolBufferException;
import io.omerta.core.identity.PeerId;
import io.omerta.core.network.Endpoint;
import io.omerta.network.dht.Contact;
import io.omerta.network.dht.DhtNode;
import io.omerta.network.dht.NodeAddress;
import io.omerta.network.dht.NodeId;
import io.omerta.network.dht.Timers;
import io.omerta.network.message.InvalidMessageException;
import io.omerta.network.message.ResourcesMessages;
import io.omerta.proto.dht.DhtStatus;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Asks members themselves whether they are there. In the socket's thread. */
final class MemberPings {
    /** Of one look. */
    private static final int MOST = 256;
    /** Of one member: usually the first is right. */
    private static final int MOST_ENDPOINTS = 4;

    private final DhtNode node;
    private final AnnouncementTable table;
    private final LocalEndpoints endpoints;
    private final Timers timers;
    private final Duration askAgainAfter;
    private final Set<PeerId> asked = new HashSet<>();
    /** When each said last what is free there. */
    private final Map<PeerId, Long> answeredAt = new HashMap<>();

    MemberPings(
            DhtNode node, AnnouncementTable table, LocalEndpoints endpoints, Timers timers, Duration askAgainAfter) {
        this.timers = timers;
        this.askAgainAfter = askAgainAfter;
        this.node = node;
        this.table = table;
        this.endpoints = endpoints;
    }

    /**
     * Asks those that have not answered lately, and are not being asked already.
     *
     * @param each is run once for every member that is asked, when it is known whether it is there
     * @return how many are asked
     */
    int ask(List<Member> members, Runnable each) {
        int count = 0;
        long since = timers.nanos() - askAgainAfter.toNanos();
        answeredAt.values().removeIf(at -> at - since < 0);
        for (Member member : members) {
            List<Contact> contacts = answeredAt.containsKey(member.peerId()) ? List.of() : contacts(member);
            if (count < MOST && !contacts.isEmpty() && asked.add(member.peerId())) {
                count++;
                ask(member.peerId(), contacts, each);
            }
        }
        return count;
    }

    private void ask(PeerId peer, List<Contact> contacts, Runnable each) {
        DhtNode.PingReply reply = new DhtNode.PingReply() {
            private int awaited = contacts.size();

            @Override
            public void there(Contact contact, @Nullable NodeAddress observed, byte[] status) {
                answeredAt.put(peer, timers.nanos());
                says(peer, status);
                if (observed != null) {
                    endpoints.observe(observed.address().getHostAddress());
                }
                over();
            }

            @Override
            public void silent() {
                awaited--;
                if (awaited == 0) {
                    over();
                }
            }

            private void over() {
                if (asked.remove(peer)) {
                    each.run();
                }
            }
        };
        contacts.forEach(contact -> node.ping(contact, reply));
    }

    private void says(PeerId peer, byte[] status) {
        if (status.length == 0) {
            return;
        }
        try {
            DhtStatus says = DhtStatus.parseFrom(status);
            table.says(peer, ResourcesMessages.fromProto(says.getAvailable()), Math.max(0, says.getQueuedJobs()));
        } catch (InvalidProtocolBufferException | InvalidMessageException e) {
            // It is there, whatever it says.
        }
    }

    private static List<Contact> contacts(Member member) {
        return member.endpoints().stream()
                .map(endpoint -> contact(member.peerId(), endpoint))
                .flatMap(Optional::stream)
                .limit(MOST_ENDPOINTS)
                .toList();
    }

    /** Empty for a name: announcements have addresses. */
    static Optional<Contact> contact(PeerId peer, Endpoint endpoint) {
        try {
            InetAddress address = InetAddress.ofLiteral(endpoint.host());
            return Optional.of(
                    new Contact(NodeId.of(peer), NodeAddress.of(new InetSocketAddress(address, endpoint.port()))));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
