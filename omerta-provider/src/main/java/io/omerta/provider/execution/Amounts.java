package io.omerta.provider.execution;

import java.math.BigDecimal;
import java.time.Duration;

/** Durations and sizes as people read them. */
final class Amounts {
    private static final long MEGABYTE = 1 << 20;

    private Amounts() {}

    /** For example "1.5 s". */
    static String seconds(Duration duration) {
        return BigDecimal.valueOf(duration.toMillis(), 3).stripTrailingZeros().toPlainString() + " s";
    }

    /** Of 2^20 bytes, rounded up: what is left of a limit must not look like nothing. */
    static String megabytes(long bytes) {
        return Math.ceilDiv(bytes, MEGABYTE) + " MB";
    }

    /** Exact. */
    static String bytes(long bytes) {
        return bytes >= MEGABYTE && bytes % MEGABYTE == 0 ? megabytes(bytes) : bytes + " bytes";
    }
}
