package io.omerta.provider.execution;

import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

/** The reasons for a job to stand still, and whether it does. Not thread-safe. */
final class Pauses {
    private final Set<PauseReason> reasons = EnumSet.noneOf(PauseReason.class);
    /** What was done and told last. */
    private Optional<PauseReason> told = Optional.empty();

    void add(PauseReason why) {
        reasons.add(why);
    }

    void remove(Set<PauseReason> over) {
        reasons.removeAll(over);
    }

    boolean has(PauseReason why) {
        return reasons.contains(why);
    }

    boolean isPaused() {
        return told.isPresent();
    }

    /** The reason that counts; empty if there is none. */
    Optional<PauseReason> wanted() {
        return reasons.stream().findFirst();
    }

    /** Whether something has to be told. */
    boolean isNews() {
        return !wanted().equals(told);
    }

    void told() {
        told = wanted();
    }
}
