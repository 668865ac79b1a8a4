package io.omerta.network.tcpip.socket;

/** Bytes that the buffers of one guest's connections may take together. */
public final class BufferBudget {
    private final long limitBytes;
    private long usedBytes;

    /** A budget of which nothing is used. */
    public BufferBudget(long limitBytes) {
        this.limitBytes = limitBytes;
    }

    /** Takes {@code bytes} if they are there. */
    boolean tryTake(long bytes) {
        if (bytes > available()) {
            return false;
        }
        usedBytes += bytes;
        return true;
    }

    /** Takes {@code bytes} even if they are not there: the least that every connection is given. */
    void take(long bytes) {
        usedBytes += bytes;
    }

    void giveBack(long bytes) {
        usedBytes -= bytes;
    }

    long available() {
        return Math.max(0, limitBytes - usedBytes);
    }

    /** Bytes that are taken now. */
    public long used() {
        return usedBytes;
    }
}
