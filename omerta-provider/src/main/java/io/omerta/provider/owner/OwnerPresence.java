package io.omerta.provider.owner;

import java.time.Duration;

/** Whether the owner is there: from an activity on, until there was none for a while. Pure; not thread-safe. */
final class OwnerPresence {
    private final Duration leavesAfter;
    private boolean present;
    private Duration lastSeen = Duration.ZERO;

    /** @param leavesAfter without activity */
    OwnerPresence(Duration leavesAfter) {
        this.leavesAfter = leavesAfter;
    }

    boolean isPresent() {
        return present;
    }

    /**
     * @param now since any one moment, never running backwards
     * @return whether the owner has just come or gone
     */
    boolean look(Duration now, boolean activity) {
        boolean before = present;
        if (activity) {
            lastSeen = now;
            present = true;
        } else if (present && now.minus(lastSeen).compareTo(leavesAfter) >= 0) {
            present = false;
        }
        return present != before;
    }
}
