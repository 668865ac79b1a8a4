package io.omerta.core.store;

import java.util.Optional;

/** The shortest prefix that tells an id from all others. */
public final class ShortIds {
    /** Shorter ones would grow with the next few jobs. */
    public static final int MIN_CHARACTERS = 4;

    private ShortIds() {}

    /**
     * In alphabetical order only the neighbours can share a longer prefix.
     *
     * @param before the greatest id that is less
     * @param after the least id that is greater
     */
    public static String shortest(String id, Optional<String> before, Optional<String> after) {
        int shared = Math.max(
                before.map(other -> sharedPrefix(id, other)).orElse(0),
                after.map(other -> sharedPrefix(id, other)).orElse(0));
        return id.substring(0, Math.min(id.length(), Math.max(MIN_CHARACTERS, shared + 1)));
    }

    private static int sharedPrefix(String one, String other) {
        int length = Math.min(one.length(), other.length());
        int shared = 0;
        while (shared < length && one.charAt(shared) == other.charAt(shared)) {
            shared++;
        }
        return shared;
    }
}
