package io.omerta.network.wireguard;

import java.time.Duration;

/** Whether so many handshake messages arrive that the device must ask for cookies (paper, section 5.3). */
final class HandshakeLoad {
    private static final long WINDOW_NANOS = Duration.ofSeconds(1).toNanos();

    private final int busyHandshakes;
    private long windowStart;
    private int inWindow;
    private boolean busy;
    private long busyUntil;

    HandshakeLoad(int busyHandshakes, long now) {
        this.busyHandshakes = busyHandshakes;
        this.windowStart = now;
    }

    /** Counts one message; true where it arrived under load. */
    boolean count(long now) {
        if (now - windowStart >= WINDOW_NANOS) {
            windowStart = now;
            inWindow = 0;
        }
        inWindow++;
        if (inWindow > busyHandshakes) {
            declareBusy(now);
        }
        return isBusy(now);
    }

    /** Under load from now on, for a second. */
    void declareBusy(long now) {
        busy = true;
        busyUntil = now + WINDOW_NANOS;
    }

    private boolean isBusy(long now) {
        busy = busy && now - busyUntil < 0;
        return busy;
    }
}
