package io.omerta.network.path;

import java.util.random.RandomGenerator;

/** 128 random bits: whoever sends them back has received them. */
record Challenge(long high, long low) {
    /** Stands where a message has none. */
    static final Challenge NONE = new Challenge(0, 0);

    /** @param random cryptographically strong outside of tests */
    static Challenge fresh(RandomGenerator random) {
        return new Challenge(random.nextLong(), random.nextLong());
    }
}
