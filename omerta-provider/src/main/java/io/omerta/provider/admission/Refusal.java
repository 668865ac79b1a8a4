package io.omerta.provider.admission;

/**
 * Why a job is not taken.
 *
 * @param reason one clause with this provider as its subject, for example "has 4 CPUs, 64 asked"
 */
public record Refusal(Kind kind, String reason) {
    /** What a requester can tell apart. */
    public enum Kind {
        /** Larger than this provider at its emptiest. */
        CAPACITY,
        QUEUE_FULL,
        LANGUAGE,
        NOT_LENDING,
        DISK,
        INVALID,
        IMAGE
    }

    public Refusal {
        if (reason.isEmpty()) {
            throw new IllegalArgumentException("reason: empty");
        }
    }
}
