package io.omerta.network.tcpip.socket;

/** Bytes that the buffers of one guest's connections may take together, in equal shares for those that hold something. */
public final class BufferBudget {
    private final long limitBytes;
    private long usedBytes;
    private int holders;

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

    /** A buffer that was empty holds something from now on. */
    void begin() {
        holders++;
    }

    /** A buffer is empty again. */
    void end() {
        holders--;
    }

    /** What one buffer may take: the early ones must not starve the late. */
    long share() {
        return limitBytes / Math.max(1, holders);
    }

    long available() {
        return Math.max(0, limitBytes - usedBytes);
    }

    /** Bytes that are taken now. */
    public long used() {
        return usedBytes;
    }
}
