package io.omerta.network.wireguard;

import java.util.OptionalLong;

/** When something last happened, on a time line whose zero means nothing. */
final class Moment {
    private boolean happened;
    private long at;

    void mark(long now) {
        happened = true;
        at = now;
    }

    boolean isWithin(long nanos, long now) {
        return happened && now - at < nanos;
    }

    OptionalLong value() {
        return happened ? OptionalLong.of(at) : OptionalLong.empty();
    }
}
