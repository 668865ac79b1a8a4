package io.omerta.network.membership;

import java.time.Duration;

/**
 * How often the {@link KeyKeeper} does what.
 *
 * @param look at who is there
 * @param tellAgain a peer that could have the next key and has not come for it
 * @param askAgain somebody whether there is a next key, after the first few, where there are few members
 */
public record KeyPace(Duration look, Duration tellAgain, Duration askAgain) {
    public static final KeyPace STANDARD =
            new KeyPace(Duration.ofSeconds(2), Duration.ofSeconds(30), Duration.ofMinutes(1));

    private static final int FEW = 20;
    private static final int MOST_TIMES = 10;

    /**
     * A question with its connection takes some 5 kilobytes: one a minute is 80 bytes a second at either end. Where there are many,
     * there are more who tell those that have to know, and each needs to ask the less often.
     *
     * @param members whom it knows
     */
    Duration askAgainAmong(int members) {
        return askAgain.multipliedBy(Math.clamp(members / FEW, 1, MOST_TIMES));
    }
}
