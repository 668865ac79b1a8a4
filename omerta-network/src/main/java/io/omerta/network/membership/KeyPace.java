package io.omerta.network.membership;

import java.time.Duration;

/**
 * How often the {@link KeyKeeper} does what.
 *
 * @param look at who is there
 * @param tellAgain a peer that could have the next key and has not come for it
 * @param askAgain somebody whether there is a next key, after the first few
 */
public record KeyPace(Duration look, Duration tellAgain, Duration askAgain) {
    /** A question a minute to one member of each network is 10 bytes a second. */
    public static final KeyPace STANDARD =
            new KeyPace(Duration.ofSeconds(2), Duration.ofSeconds(30), Duration.ofMinutes(1));
}
