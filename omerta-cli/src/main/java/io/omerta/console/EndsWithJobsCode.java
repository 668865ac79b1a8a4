package io.omerta.console;

/**
 * A command whose exit code is that of a job: what Omerta itself could not do is told apart by
 * {@link #OMERTA_FAILED}, whatever it was.
 */
public interface EndsWithJobsCode {
    int OMERTA_FAILED = 125;

    /** Whether this run of the command does; may depend on its options. */
    default boolean endsWithJobsCode() {
        return true;
    }
}
