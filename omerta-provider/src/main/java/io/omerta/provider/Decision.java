package io.omerta.provider;

import io.omerta.provider.admission.Refusal;

/** The answer to a submission. */
sealed interface Decision {
    /**
     * The job is written down and will be run.
     *
     * @param queuePosition from 1; 0 if it starts at once
     */
    record Accepted(int queuePosition) implements Decision {}

    /** Nothing was kept of it. */
    record Refused(Refusal refusal) implements Decision {}
}
