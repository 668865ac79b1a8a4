package io.omerta.network.dht;

import com.google.protobuf.ByteString;
import io.omerta.proto.dht.DhtMessage;
import io.omerta.proto.dht.DhtPing;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** What this node has asked others and waits for. Each request ends in exactly one of answered and failed. */
final class Requests {
    /** An answer of this size fits everything that a pong and a proof need. */
    private static final int PADDED_PING = 320;

    /** The shortest answer fits, which brings another token where the one shown is not known any more. */
    private static final int LEAST = 72;

    /** Whoever makes this node ask more is not served. */
    private static final int MOST_PENDING = 4_096;

    /** What becomes of a request. */
    interface Reply {
        /** @param from whether its id is proven is there to be seen */
        void answered(KnownNode from, DhtMessage answer);

        /** It takes longer than usual; it may still be answered. At most once, and before the other two. */
        default void stalled() {}

        void failed();
    }

    /** Who hears of everything that ends well. */
    interface Listener {
        /** @param isNew it has come into the routing table by that */
        void heard(KnownNode from, boolean isNew);
    }

    private final class Pending {
        final NodeAddress address;
        final @Nullable NodeId expected;
        final byte @Nullable [] challenge;
        final Reply reply;
        final DhtMessage.Builder request;
        final int least;
        final boolean knock;
        final long sentAt = timers.nanos();
        Timers.Timer timer = () -> {};

        Pending(
                NodeAddress address,
                @Nullable NodeId expected,
                byte @Nullable [] challenge,
                Reply reply,
                DhtMessage.Builder request,
                int least) {
            this.address = address;
            this.expected = expected;
            this.challenge = challenge;
            this.reply = reply;
            this.request = request;
            this.least = least;
            this.knock = request.getKnock();
        }

        void send() {
            sent++;
            request.setHidden(reachability.isHiddenAsking(address, timers.nanos()));
            outgoing.send(address, request, least);
        }
    }

    private final NodeCredentials credentials;
    private final KnownNodes nodes;
    private final Timers timers;
    private final Outgoing outgoing;
    private final Reachability reachability;
    private final RandomGenerator random;
    private final Listener listener;
    private final RoundTrips roundTrips = new RoundTrips();
    private final Map<Long, Pending> pending = new HashMap<>();
    private long sent;
    /** The transaction of the last one; 0 for none. */
    private long greeting;

    Requests(
            NodeCredentials credentials,
            KnownNodes nodes,
            Timers timers,
            Outgoing outgoing,
            Reachability reachability,
            RandomGenerator random,
            Listener listener) {
        this.credentials = credentials;
        this.nodes = nodes;
        this.timers = timers;
        this.outgoing = outgoing;
        this.reachability = reachability;
        this.random = random;
        this.listener = listener;
    }

    /** How many datagrams they took. */
    long sent() {
        return sent;
    }

    /** A ping without an addressee. */
    byte[] greeting() {
        greeting = unusedTransaction();
        return outgoing.encode(
                DhtMessage.newBuilder().setTransaction(greeting).setPing(DhtPing.getDefaultInstance()), PADDED_PING);
    }

    /** Whoever is at that address: for nodes of which nothing else is known. */
    void ping(NodeAddress address, Reply reply) {
        ask(address, null, null, DhtMessage.newBuilder().setPing(DhtPing.getDefaultInstance()), reply);
    }

    void ping(Contact to, Reply reply) {
        ask(to, DhtMessage.newBuilder().setPing(DhtPing.getDefaultInstance()), reply);
    }

    /** @param request with nothing but its body, never used again by the caller */
    void ask(Contact to, DhtMessage.Builder request, Reply reply) {
        ask(to.address(), to.id(), nodes.find(to), request, reply);
    }

    private void ask(
            NodeAddress address,
            @Nullable NodeId expected,
            @Nullable KnownNode known,
            DhtMessage.Builder request,
            Reply reply) {
        if (pending.size() >= MOST_PENDING) {
            reply.failed();
            return;
        }
        long transaction = unusedTransaction();
        byte[] challenge = known != null && known.proven ? null : new byte[NodeCredentials.CHALLENGE_BYTES];
        if (challenge != null) {
            random.nextBytes(challenge);
            request.setChallenge(ByteString.copyFrom(challenge));
        }
        long token = known == null ? 0 : known.token(timers.nanos());
        request.setTransaction(transaction).setToken(token);
        if (token != 0 || !request.hasStore()) {
            request.setKnock(reachability.asks(address, transaction, timers.nanos()));
        }
        Pending waiting = new Pending(address, expected, challenge, reply, request, token == 0 ? room(request) : LEAST);
        pending.put(transaction, waiting);
        long usual = known == null ? 0 : known.roundTripNanos;
        waiting.timer = timers.after(roundTrips.soft(usual), () -> stalled(transaction, waiting));
        waiting.send();
    }

    /** The answer has no more bytes than the request while the address here is not known to be ours. */
    private static int room(DhtMessage.Builder request) {
        int ping = PADDED_PING + (request.getKnock() ? Responder.KNOCK_BYTES : 0);
        return request.hasPing() ? ping : request.hasStore() ? 0 : DhtSettings.MAX_MESSAGE;
    }

    private long unusedTransaction() {
        long transaction = random.nextLong();
        while (transaction == 0 || pending.containsKey(transaction)) {
            transaction = random.nextLong();
        }
        return transaction;
    }

    private void stalled(long transaction, Pending waiting) {
        // The request, or its answer, may have got lost. Whichever is answered, it is the same request: twice more in
        // all.
        Duration half = roundTrips.hard().dividedBy(2);
        waiting.timer = timers.after(half, () -> {
            waiting.timer = timers.after(half, () -> failed(transaction, waiting));
            waiting.send();
        });
        waiting.send();
        waiting.reply.stalled();
    }

    private void failed(long transaction, Pending waiting) {
        pending.remove(transaction);
        if (waiting.expected != null) {
            Contact spare = nodes.failed(new Contact(waiting.expected, waiting.address));
            if (spare != null) {
                ping(spare, IGNORED);
            }
        }
        waiting.reply.failed();
    }

    /** An answer has come, wanted or not. */
    void answered(NodeAddress from, DhtMessage answer) {
        Pending waiting = pending.get(answer.getTransaction());
        NodeId sender = Messages.id(answer.getSender());
        if (waiting == null && greeting != 0 && answer.getTransaction() == greeting && sender != null) {
            ping(new Contact(sender, from), IGNORED);
            return;
        }
        if (waiting == null
                || sender == null
                || !waiting.address.equals(from)
                || sender.equals(credentials.id())
                || (waiting.expected != null && !waiting.expected.equals(sender))) {
            return;
        }
        long now = timers.nanos();
        boolean proof = waiting.challenge != null
                && answer.getProof().size() == NodeCredentials.PROOF_BYTES
                && credentials.isProof(
                        sender,
                        waiting.challenge,
                        credentials.id(),
                        answer.getProof().toByteArray());
        pending.remove(answer.getTransaction());
        waiting.timer.cancel();
        roundTrips.measured(now - waiting.sentAt);
        KnownNode node = nodes.heard(new Contact(sender, from));
        node.answered(now, now - waiting.sentAt);
        node.token(answer.getToken(), now);
        // Who was not challenged had proved it when it was asked, and may have been forgotten since.
        node.proven |= proof || waiting.challenge == null;
        if (waiting.knock) {
            reachability.answered(from, answer.getTransaction(), answer.getKnock(), now);
        }
        boolean isNew = false;
        if (node.proven && answer.getHidden()) {
            nodes.hidden(node);
        } else if (node.proven) {
            isNew = nodes.proven(node, now);
        }
        listener.heard(node, isNew);
        waiting.reply.answered(node, answer);
    }

    /** Nobody is told any more. */
    void close() {
        pending.values().forEach(waiting -> waiting.timer.cancel());
        pending.clear();
    }

    static final Reply IGNORED = new Reply() {
        @Override
        public void answered(KnownNode from, DhtMessage answer) {}

        @Override
        public void failed() {}
    };
}
