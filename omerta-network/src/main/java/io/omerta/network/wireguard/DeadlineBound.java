package io.omerta.network.wireguard;

import java.util.OptionalLong;

/**
 * A lower bound of all timers of a device. Arming a timer lowers it; only a sweep over all timers raises it, so that a
 * busy peer, whose timers move with every packet, costs nothing. A call that comes too early for this reason is
 * harmless.
 */
final class DeadlineBound {
    private boolean set;
    private long at;

    void lowerTo(long deadline) {
        if (!set || deadline - at < 0) {
            at = deadline;
            set = true;
        }
    }

    void clear() {
        set = false;
    }

    boolean isReached(long now) {
        return set && now - at >= 0;
    }

    OptionalLong value() {
        return set ? OptionalLong.of(at) : OptionalLong.empty();
    }
}
