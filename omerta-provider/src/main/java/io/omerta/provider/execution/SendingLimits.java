package io.omerta.provider.execution;

import java.time.Duration;

/**
 * How much a VM may send in a second: token buckets over the frames that the gate accepts. What exceeds them is lost, as in a
 * network that is too narrow, and costs the guest nothing else. Not thread-safe; times in nanoseconds, of any one clock.
 */
final class SendingLimits {
    /** ARP requests and handshakes. An honest guest starts a handshake every 5 s, and knows its gateway's MAC address. */
    static final int CONTROL_FRAMES_PER_SECOND = 100;

    /** Of a tunnel full of small packets; more than the way behind the gate carries. */
    static final int DATAGRAMS_PER_SECOND = 300_000;

    /** 2.5 Gbit/s: above what a tunnel carries, so that nobody is slowed down who does not flood. */
    static final int BYTES_PER_SECOND = 312_500_000;

    /** Handshakes come together: of a guest that was asleep, several peers in a row. */
    private static final Duration CONTROL_BURST = Duration.ofSeconds(1);

    /** A guest on a busy host is silent for a while, and then sends all that it has. */
    private static final Duration BURST = Duration.ofMillis(100);

    private final Bucket control;
    private final Bucket datagrams;
    private final Bucket bytes;

    SendingLimits(long now) {
        control = new Bucket(CONTROL_FRAMES_PER_SECOND, CONTROL_BURST, now);
        datagrams = new Bucket(DATAGRAMS_PER_SECOND, BURST, now);
        bytes = new Bucket(BYTES_PER_SECOND, BURST, now);
    }

    /** Whether a question or a handshake may pass; counts it if so. */
    boolean admitControl(long now) {
        return control.holds(1, now) && control.take(1, now);
    }

    /** Whether a datagram with data may pass; counts it if so. */
    boolean admitData(int length, long now) {
        return datagrams.holds(1, now) && bytes.holds(length, now) && datagrams.take(1, now) && bytes.take(length, now);
    }

    private static final class Bucket {
        private static final long SECOND = Duration.ofSeconds(1).toNanos();

        private final long perSecond;
        private final long burst;
        /** When the bucket was, or would have been, empty. */
        private long empty;

        Bucket(long perSecond, Duration burst, long now) {
            this.perSecond = perSecond;
            this.burst = burst.toNanos();
            empty = now - this.burst;
        }

        boolean holds(int amount, long now) {
            return after(amount, now) - now <= 0;
        }

        /** To be called if it holds that much; always true. */
        boolean take(int amount, long now) {
            empty = after(amount, now);
            return true;
        }

        private long after(int amount, long now) {
            long full = now - burst;
            return (empty - full < 0 ? full : empty) + amount * SECOND / perSecond;
        }
    }
}
