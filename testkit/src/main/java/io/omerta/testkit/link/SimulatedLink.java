package io.omerta.testkit.link;

import java.nio.ByteBuffer;
import java.util.Comparator;
import java.util.PriorityQueue;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * One direction of a link; the same seed does the same to the same packets. Has no clock: whoever calls says what time it is, in
 * virtual time or, as {@link LinkRelay} does, in real time. Not thread-safe.
 */
public final class SimulatedLink {
    private record Travelling(long arrival, long order, ByteBuffer packet) {}

    private final LinkConditions conditions;
    private final RandomGenerator random;
    private final PriorityQueue<Travelling> travelling =
            new PriorityQueue<>(Comparator.comparingLong(Travelling::arrival).thenComparingLong(Travelling::order));
    private long order;
    private long sent;
    private long lastArrival;

    public SimulatedLink(LinkConditions conditions, RandomGenerator random) {
        this.conditions = conditions;
        this.random = random;
    }

    /** Puts a packet in; it is copied. */
    public void send(long now, ByteBuffer packet) {
        sent++;
        if (packet.remaining() > conditions.largest()) {
            return;
        }
        byte[] bytes = new byte[packet.remaining()];
        packet.duplicate().get(bytes);
        if (random.nextDouble() >= conditions.loss()) {
            travel(now, bytes);
        }
        if (random.nextDouble() < conditions.duplication()) {
            travel(now, bytes);
        }
    }

    private void travel(long now, byte[] packet) {
        byte[] bytes = packet.clone();
        if (random.nextDouble() < conditions.corruption()) {
            bytes[random.nextInt(bytes.length)] ^= (byte) (1 << random.nextInt(8));
        }
        long jitter = conditions.jitter().toNanos();
        long arrival = now + conditions.delay().toNanos() + (jitter > 0 ? random.nextLong(jitter) : 0);
        if (random.nextDouble() < conditions.reordering()) {
            arrival += conditions.delay().toNanos() / 4;
        } else {
            arrival = Math.max(arrival, lastArrival);
            lastArrival = arrival;
        }
        travelling.add(new Travelling(arrival, order++, ByteBuffer.wrap(bytes)));
    }

    /** When the next packet arrives, in nanoseconds; {@link Long#MAX_VALUE} if none is under way. */
    public long nextArrival() {
        Travelling next = travelling.peek();
        return next == null ? Long.MAX_VALUE : next.arrival();
    }

    /** The next packet that has arrived by {@code now}; null if there is none. */
    public @Nullable ByteBuffer receive(long now) {
        return nextArrival() <= now ? travelling.remove().packet() : null;
    }

    /** Packets under way. */
    public int travelling() {
        return travelling.size();
    }

    /** Packets put in so far. */
    public long sent() {
        return sent;
    }
}
