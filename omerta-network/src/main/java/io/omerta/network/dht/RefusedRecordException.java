package io.omerta.network.dht;

/** A value that is not kept and not believed. */
public final class RefusedRecordException extends Exception {
    private static final long serialVersionUID = 1;

    private final boolean clock;

    private RefusedRecordException(String message, boolean clock) {
        super(message, null, false, false);
        this.clock = clock;
    }

    public static RefusedRecordException invalid(String why) {
        return new RefusedRecordException(why, false);
    }

    /** Expired, or not yet valid: one of two clocks is wrong. */
    public static RefusedRecordException ofTime(String why) {
        return new RefusedRecordException(why, true);
    }

    boolean isOfTime() {
        return clock;
    }
}
