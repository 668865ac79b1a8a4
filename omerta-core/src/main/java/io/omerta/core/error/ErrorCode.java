package io.omerta.core.error;

/** What went wrong, as far as a caller can act on it. */
public enum ErrorCode {
    /** Input that can never succeed: a flag, a key, a value out of range. */
    INVALID_INPUT(2),
    /** A file of ours (configuration, networks, image) is broken. */
    CORRUPT_FILE(1),
    /** No network, job or peer of that name. */
    NOT_FOUND(4),
    /** A name or prefix that fits several. */
    AMBIGUOUS(2),
    /** It exists already. */
    ALREADY_EXISTS(1),
    /** Not allowed, or waiting for an approval. */
    NOT_PERMITTED(5),
    /** No provider can take the job. */
    NO_PROVIDER(1),
    /** The daemon does not run or does not answer. */
    DAEMON_UNREACHABLE(3),
    /** The daemon speaks another version. */
    DAEMON_VERSION(3),
    /** A port, a lock or a socket is taken. */
    IN_USE(1),
    /** Disk, memory or another resource is used up. */
    EXHAUSTED(1),
    /** Something that has to be installed or built is missing. */
    MISSING_PREREQUISITE(1),
    /** It did not happen in time. */
    TIMED_OUT(6),
    /** A peer cannot be reached or does not answer as it should. */
    PEER_UNREACHABLE(1),
    /** Our own fault: the log has more. */
    INTERNAL(1);

    private final int exitCode;

    ErrorCode(int exitCode) {
        this.exitCode = exitCode;
    }

    /** Exit code of every command but those that end with a job's own code, which use 125 for all of these. */
    public int exitCode() {
        return exitCode;
    }
}
