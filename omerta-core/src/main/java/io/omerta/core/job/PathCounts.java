package io.omerta.core.job;

/**
 * Which way the datagrams of a job's tunnel went between the requester's daemon and the provider's, in both directions together.
 *
 * @param directBytes by direct UDP
 * @param streamBytes through the stream of the TLS connection
 * @param directLosses how often a direct path was in use and answered no more
 */
public record PathCounts(long directBytes, long streamBytes, long directLosses) {
    public static final PathCounts NOTHING = new PathCounts(0, 0, 0);

    public PathCounts {
        if ((directBytes | streamBytes | directLosses) < 0) {
            throw new IllegalArgumentException("path counts: below zero");
        }
    }
}
