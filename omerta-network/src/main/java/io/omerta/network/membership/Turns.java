package io.omerta.network.membership;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.omerta.core.identity.PeerId;
import io.omerta.core.network.NetworkId;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/** When something may be done again that others should not be bothered with too often. Safe for use by several threads. */
final class Turns {
    /** So many peers are asked one after the other before it gets slower: one of them may be a liar. */
    private static final int FIRST_QUESTIONS = 3;

    private static final int MAX_REMEMBERED = 20_000;
    private static final Duration AWAKE = Duration.ofSeconds(20);

    @GuardedBy("this")
    private final Map<Turn, Long> notBefore = new HashMap<>();

    @GuardedBy("this")
    private final Map<NetworkId, Integer> questions = new HashMap<>();

    private volatile long awakeUntil = System.nanoTime() + AWAKE.toNanos();

    /** What should not be done again too soon. */
    sealed interface Turn {
        record Tell(NetworkId network, PeerId peer) implements Turn {}

        record Ask(NetworkId network) implements Turn {}

        record Fetch(NetworkId network, PeerId peer) implements Turn {}

        record Roll(NetworkId network) implements Turn {}
    }

    /** Something has changed. */
    void wake() {
        awakeUntil = System.nanoTime() + AWAKE.toNanos();
    }

    /** Something has changed lately. */
    boolean isAwake() {
        return System.nanoTime() - awakeUntil < 0;
    }

    /** Whether one of the first questions is to be asked in that network. */
    synchronized boolean isFirst(NetworkId network) {
        return questions.getOrDefault(network, 0) < FIRST_QUESTIONS;
    }

    /** Whether {@link #isTime} would say so. */
    synchronized boolean isDue(Turn turn) {
        Long earliest = notBefore.get(turn);
        return earliest == null || earliest - System.nanoTime() <= 0;
    }

    /** @return whether it may be done now; if so, not again before that time has passed */
    synchronized boolean isTime(Turn turn, Duration again) {
        long now = System.nanoTime();
        if (!isDue(turn)) {
            return false;
        }
        if (notBefore.size() >= MAX_REMEMBERED) {
            notBefore.values().removeIf(at -> at - now <= 0);
        }
        if (notBefore.size() >= MAX_REMEMBERED) {
            return false;
        }
        notBefore.put(turn, now + again.toNanos());
        if (turn instanceof Turn.Ask ask) {
            questions.merge(ask.network(), 1, Integer::sum);
        }
        return true;
    }
}
