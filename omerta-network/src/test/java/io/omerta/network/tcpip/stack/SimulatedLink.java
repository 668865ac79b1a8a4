package io.omerta.network.tcpip.stack;

import java.nio.ByteBuffer;
import java.util.Comparator;
import java.util.PriorityQueue;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** One direction of a link in virtual time; the same seed does the same to the same packets. */
final class SimulatedLink {
    private record Travelling(long arrival, long order, ByteBuffer packet) {}

    private final LinkConditions conditions;
    private final RandomGenerator random;
    private final PriorityQueue<Travelling> travelling =
            new PriorityQueue<>(Comparator.comparingLong(Travelling::arrival).thenComparingLong(Travelling::order));
    private long order;
    private long sent;
    private long lastArrival;

    SimulatedLink(LinkConditions conditions, RandomGenerator random) {
        this.conditions = conditions;
        this.random = random;
    }

    void send(long now, ByteBuffer packet) {
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

    long nextArrival() {
        Travelling next = travelling.peek();
        return next == null ? Long.MAX_VALUE : next.arrival();
    }

    @Nullable
    ByteBuffer receive(long now) {
        return nextArrival() <= now ? travelling.remove().packet() : null;
    }

    /** Packets put in so far. */
    long sent() {
        return sent;
    }
}
