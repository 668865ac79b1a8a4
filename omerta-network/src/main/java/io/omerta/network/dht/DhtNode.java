package io.omerta.network.dht;

import com.google.protobuf.ByteString;
import io.omerta.proto.dht.DhtFind;
import io.omerta.proto.dht.DhtMessage;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.IntConsumer;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * A node of an overlay. Not safe for use by several threads: everything, callbacks included, happens in what its {@link Timers}
 * run and in calls of its methods, one after the other.
 */
public final class DhtNode implements AutoCloseable {
    private static final int MOST_UNDER_PROOF = 16;
    private static final int PROOFS_ASKED_PER_SECOND = 50;

    /** So long a small overlay is taken to be the same; who comes meanwhile is handed what it is to keep. */
    private static final long SAME_NANOS = Duration.ofSeconds(5).toNanos();

    /**
     * As far as its k-th neighbour is from this node k nodes are from any point, more or less. Where honest nodes alone are, the nearest k
     * are seldom all within three quarters of that, and it costs next to nothing to ask all who are.
     */
    private static final double REGION = 0.75;

    /** What a node is given. */
    public record Parts(
            NodeCredentials credentials,
            RecordReader reader,
            Timers timers,
            RandomGenerator random,
            LongSupplier unixMillis,
            DatagramSender sender) {}

    private final Parts parts;
    private final DhtSettings settings;
    private final RoutingTable table;
    private final RecordStore records;
    private final Outgoing outgoing;
    private final Requests requests;
    private final Responder responder;
    private final HandOver handOver;
    private final Upkeep upkeep;
    private final Reachability reachability = new Reachability();
    private final SizeEstimate size = new SizeEstimate();
    private final Set<NodeId> underProof = new HashSet<>(4);
    private final RateLimit proofsAsked;
    private final Set<Lookup> lookups = new HashSet<>(4);
    private Consumer<Sign> signs = sign -> {};
    private List<Contact> everybody = List.of();
    private long everybodyAt;
    /** How many times it comes into the overlay just now: whom it meets on the way has been there before. */
    private int comingIn;
    /** It has looked for itself for the last time, as far as it knows. */
    private boolean settled;

    private boolean closed;

    public DhtNode(Parts parts, DhtSettings settings) {
        NodeId self = parts.credentials().id();
        this.parts = parts;
        this.settings = settings;
        this.table = new RoutingTable(self, settings);
        this.records = new RecordStore(self);
        this.outgoing = new Outgoing(self, parts.unixMillis(), parts.sender());
        this.requests = new Requests(
                parts.credentials(),
                new KnownNodes(table),
                parts.timers(),
                outgoing,
                reachability,
                parts.random(),
                this::heard);
        this.responder = new Responder(
                parts.credentials(),
                table,
                records,
                parts.reader(),
                settings,
                parts.timers(),
                parts.unixMillis(),
                outgoing,
                reachability,
                parts.random());
        this.handOver = new HandOver(self, table, records, requests, settings.bucketSize());
        this.proofsAsked = new RateLimit(PROOFS_ASKED_PER_SECOND, parts.timers().nanos());
        this.upkeep = new Upkeep(this, parts, settings, table, records, requests);
        upkeep.start();
    }

    /** A sign of life of a node that has proved its id. */
    public record Sign(Contact node, Duration roundTrip) {}

    /** @param listener of all answers */
    public void onSign(Consumer<Sign> listener) {
        this.signs = listener;
    }

    /** @param says what is told to those who ask whether this node is there; at most {@link DhtSettings#MAX_STATUS} bytes */
    public void status(Supplier<byte[]> says) {
        responder.status(says);
    }

    /** @param listener of records that others have given to this node, new versions included */
    public void onStored(Consumer<DhtRecord> listener) {
        responder.onStored(listener);
    }

    public NodeId id() {
        return parts.credentials().id();
    }

    /** A datagram has come, and was unsealed. Total: whatever the bytes are. */
    public void receive(NodeAddress from, byte[] bytes) {
        DhtMessage message = Messages.parse(bytes);
        NodeId sender = message == null ? null : Messages.id(message.getSender());
        if (closed || message == null || sender == null || sender.equals(id())) {
            return;
        }
        switch (message.getBodyCase()) {
            case PING, FIND, GET, STORE -> {
                responder.answer(from, message, sender, bytes.length);
                if (!message.getHidden()) {
                    consider(new Contact(sender, from));
                }
            }
            case PONG, NODES, RECORDS, STORED -> requests.answered(from, message);
            case FROM_ELSEWHERE -> {
                if (reachability.knocked(from, message.getTransaction(), nanos()) && settled) {
                    // Those who have to know of it were told not to.
                    find(id(), _ -> {});
                }
            }
            case BODY_NOT_SET -> {}
        }
    }

    /** Somebody who asks is there; whether it is who it says it is, it has to show first. */
    private void consider(Contact contact) {
        if (table.find(contact.id()) != null) {
            return;
        }
        if (!table.hasRoom(contact)) {
            table.spare(contact, nanos());
            return;
        }
        if (underProof.size() < MOST_UNDER_PROOF && proofsAsked.take(nanos()) && underProof.add(contact.id())) {
            requests.ping(contact, new Requests.Reply() {
                @Override
                public void answered(KnownNode from, DhtMessage answer) {
                    underProof.remove(contact.id());
                }

                @Override
                public void failed() {
                    underProof.remove(contact.id());
                }
            });
        }
    }

    private void heard(KnownNode node, boolean isNew) {
        if (node.proven) {
            signs.accept(new Sign(node.contact(), Duration.ofNanos(node.roundTripNanos)));
        }
        if (isNew && comingIn == 0) {
            handOver.to(node, parts.unixMillis().getAsLong());
        }
    }

    /**
     * Gets to know others, from where some may be.
     *
     * @param contacts nodes that are said to be there; nobody else counts
     * @param addresses at which there may be a node, whoever it is
     * @param done is told how many nodes are known then
     */
    public void bootstrap(Collection<Contact> contacts, Collection<NodeAddress> addresses, IntConsumer done) {
        comingIn++;
        IntConsumer in = nodes -> {
            comingIn--;
            done.accept(nodes);
        };
        new Joining(this, requests, parts.timers(), parts.random(), settings.bucketSize(), in)
                .from(contacts, addresses);
    }

    /**
     * The last step of coming in: all who have to know this node are asked for it.
     *
     * @param first whom it began with: each leads on a path of its own to who is near
     */
    void settle(List<KnownNode> first) {
        settled = true;
        lookUp(id(), first, _ -> {});
    }

    /** A greeting to nobody in particular, to be sent to many at once: whoever answers is asked to prove its id. */
    public byte[] greeting() {
        return requests.greeting();
    }

    /** Finds the nodes that are nearest to a point, this one not among them. */
    public void find(NodeId target, Consumer<List<Contact>> done) {
        lookUp(target, result -> done.accept(result.nearest()));
    }

    /** As {@link #find}, and tells how. */
    public void lookUp(NodeId target, Consumer<LookupResult> done) {
        lookUp(target, List.of(), done);
    }

    private void lookUp(NodeId target, List<KnownNode> first, Consumer<LookupResult> done) {
        DhtFind question =
                DhtFind.newBuilder().setTarget(Messages.bytes(target)).build();
        start(
                target,
                first,
                new Lookup.Question() {
                    @Override
                    public DhtMessage.Builder message() {
                        return DhtMessage.newBuilder().setFind(question);
                    }

                    @Override
                    public List<Contact> read(KnownNode from, DhtMessage answer, int round) {
                        return Messages.contacts(answer.getNodes());
                    }
                },
                result -> {
                    size.observe(target, result.nearest());
                    boolean small = Math.max(result.nearest().size(), table.size()) < settings.bucketSize();
                    everybody = small ? result.nearest() : List.of();
                    everybodyAt = nanos();
                    done.accept(result);
                });
    }

    /** @param first are asked too, wherever they are; others from anywhere as many as there are paths left */
    private void start(NodeId target, List<KnownNode> first, Lookup.Question question, Consumer<LookupResult> done) {
        List<Lookup> own = new ArrayList<>(1);
        double within = settled ? REGION * table.reach() : 0;
        Wanted wanted = new Wanted(target, settings.bucketSize(), settings.perSubnet(), within);
        Lookup lookup = new Lookup(id(), wanted, question, settings, requests, result -> {
            lookups.removeAll(own);
            done.accept(result);
        });
        own.add(lookup);
        lookups.add(lookup);
        table.lookedFor(target, nanos());
        List<KnownNode> others = new ArrayList<>(first.subList(0, Math.min(first.size(), settings.paths())));
        others.addAll(table.some(settings.paths() - others.size(), parts.random()));
        lookup.start(table.nearest(target, settings.bucketSize()), others, parts.random());
    }

    /**
     * Looks for what is kept under a key, here and elsewhere.
     *
     * @param holders so many nodes that have records are enough; more make sure that nothing is withheld
     * @param found is told each record as it comes, later versions too, and how many nodes had to be asked one after the other
     * @param done is told all of them
     */
    public void search(NodeId key, int holders, FoundListener found, Consumer<List<DhtRecord>> done) {
        RecordSearch search = new RecordSearch(key, holders, parts.reader(), parts.unixMillis(), requests, found, done);
        records.all(key).forEach(record -> search.take(record, 0));
        start(key, List.of(), search, _ -> search.lookedUp());
    }

    /**
     * Gives a record to the nodes nearest to its key, to k of different owners among them; to this one too, if it is among them.
     *
     * @throws RefusedRecordException if it is none
     */
    public void publish(NodeId key, ByteString value, Consumer<Publication.Outcome> done)
            throws RefusedRecordException {
        DhtRecord record = parts.reader().read(key, value, parts.unixMillis().getAsLong());
        if (!everybody.isEmpty() && nanos() - everybodyAt < SAME_NANOS) {
            publish(record, everybody, done);
        } else {
            lookUp(key, result -> publish(record, result.spread(), done));
        }
    }

    private void publish(DhtRecord record, List<Contact> nearest, Consumer<Publication.Outcome> done) {
        if (nearest.size() < settings.bucketSize()
                || record.key().compareDistance(id(), nearest.getLast().id()) < 0) {
            records.put(record, parts.unixMillis().getAsLong());
        }
        give(record.key(), record.value(), nearest, done);
    }

    /** Gives a record to certain nodes. */
    public void give(NodeId key, ByteString value, List<Contact> nodes, Consumer<Publication.Outcome> done) {
        new Publication(key, value, requests, done).giveTo(nodes);
    }

    /** What comes of a question whether somebody is there. */
    public interface PingReply {
        /**
         * It is.
         *
         * @param observed this node's address as it sees it; null if it does not say
         * @param status what it says about itself
         */
        void there(Contact node, @Nullable NodeAddress observed, byte[] status);

        void silent();
    }

    public void ping(Contact contact, PingReply reply) {
        requests.ping(contact, new Requests.Reply() {
            @Override
            public void answered(KnownNode from, DhtMessage answer) {
                if (from.proven) {
                    reply.there(
                            from.contact(),
                            Messages.address(answer.getPong().getObserved()),
                            answer.getPong().getStatus().toByteArray());
                } else {
                    reply.silent();
                }
            }

            @Override
            public void failed() {
                reply.silent();
            }
        });
    }

    /** Before it leaves: it asks and answers as before, and tells everybody not to know it any more. */
    public void withdraw() {
        reachability.withdraw();
    }

    /** Another node has left: nobody is sent to it, and no lookup waits for it. */
    public void forget(NodeId left) {
        KnownNode known = table.find(left);
        if (known != null) {
            table.remove(known);
        }
    }

    int known() {
        return table.size();
    }

    boolean isClosed() {
        return closed;
    }

    private long nanos() {
        return parts.timers().nanos();
    }

    /** How many nodes the overlay has, as far as this one can tell. */
    public double estimatedNodes() {
        return size.nodes(settings.bucketSize(), table.reach());
    }

    /** Whom it knows. */
    public List<Contact> contacts() {
        List<Contact> contacts = new ArrayList<>(table.size());
        table.forEach(node -> contacts.add(node.contact()));
        return contacts;
    }

    /** What it has cost so far. */
    public record Traffic(long requests, long bytesSent) {}

    public Traffic traffic() {
        return new Traffic(requests.sent(), outgoing.bytes());
    }

    /** Sends nothing more and tells nobody anything. */
    @Override
    public void close() {
        closed = true;
        upkeep.close();
        lookups.forEach(Lookup::stop);
        requests.close();
    }
}
