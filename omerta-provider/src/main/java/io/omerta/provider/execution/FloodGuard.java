package io.omerta.provider.execution;

import java.time.Duration;

/**
 * Token buckets over what a VM sends. Whatever an honest guest does stays far below: its WireGuard starts a handshake every 5
 * s at most, and it never asks for its gateway's MAC address. Not thread-safe; times in nanoseconds.
 */
final class FloodGuard {
    /** ARP requests and handshakes. */
    static final int CONTROL_FRAMES_PER_SECOND = 100;

    /** More than one stream of this machine can carry: only frames without use come this fast. */
    static final int FRAMES_PER_SECOND = 1_000_000;

    private final Bucket control;
    private final Bucket all;

    FloodGuard(long now) {
        control = new Bucket(CONTROL_FRAMES_PER_SECOND, now);
        all = new Bucket(FRAMES_PER_SECOND, now);
    }

    /** Counts one frame; whether it is one too many. */
    boolean isFlood(long now, boolean controlFrame) {
        boolean tooMany = !all.take(now);
        return controlFrame ? !control.take(now) || tooMany : tooMany;
    }

    /** Holds the tokens of one second. */
    private static final class Bucket {
        private final long nanosecondsEach;
        /** When the bucket was, or would have been, empty. */
        private long empty;

        Bucket(int perSecond, long now) {
            nanosecondsEach = Duration.ofSeconds(1).toNanos() / perSecond;
            empty = now - Duration.ofSeconds(1).toNanos();
        }

        boolean take(long now) {
            long full = now - Duration.ofSeconds(1).toNanos();
            empty = Math.max(empty, full) + nanosecondsEach;
            return empty <= now;
        }
    }
}
