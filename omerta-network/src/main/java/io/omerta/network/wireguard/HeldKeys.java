package io.omerta.network.wireguard;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The keys that a batch needs until it is done, although their sessions may end meanwhile. */
final class HeldKeys {
    private final List<SealingKey> keys = new ArrayList<>();
    /** Neighbours mostly have the same. */
    private @Nullable SealingKey last;

    /** False where the key is to be wiped. */
    boolean hold(SealingKey key) {
        if (key == last) {
            return true;
        }
        if (!key.hold()) {
            return false;
        }
        keys.add(key);
        last = key;
        return true;
    }

    /** Those whose sessions have ended are wiped, unless others hold them. */
    void release() {
        keys.forEach(SealingKey::release);
        keys.clear();
        last = null;
    }
}
