package io.omerta.provider.execution;

/** Why a job stands still. A job is paused as long as there is a reason; the first of these is the one that is told. */
public enum PauseReason {
    /** The daemon stops, and takes the job up again when it is back. */
    STOPPING("paused while omertad on its machine restarts"),
    /** The owner of this machine said so. */
    OWNER("paused by the owner of its machine"),
    /** The owner of this machine is at it. */
    ACTIVITY("paused while the owner of its machine works there");

    private final String sentence;

    PauseReason(String sentence) {
        this.sentence = sentence;
    }

    /** For the requester. */
    String sentence() {
        return sentence;
    }
}
