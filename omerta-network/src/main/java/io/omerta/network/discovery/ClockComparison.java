package io.omerta.network.discovery;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.omerta.core.network.Network;
import io.omerta.core.network.NetworkId;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What others' clocks say: where most of them refuse this machine's announcements for their time, its own may be wrong. */
final class ClockComparison {
    private static final Logger LOG = LoggerFactory.getLogger(ClockComparison.class);

    private final InstantSource time;

    @GuardedBy("this")
    private final Map<NetworkId, ClockProblem> problems = new HashMap<>();

    ClockComparison(InstantSource time) {
        this.time = time;
    }

    /** An announcement was given to others. */
    void compared(Network network, OwnPublication.Outcome outcome) {
        List<Instant> others = outcome.otherClocks().stream().sorted().toList();
        LOG.debug("{}: {}", network.name(), outcome);
        boolean most = !others.isEmpty() && 2 * others.size() > outcome.kept() + outcome.refused();
        synchronized (this) {
            if (!most) {
                problems.remove(network.id());
                return;
            }
            ClockProblem problem = new ClockProblem(time.instant(), others.get(others.size() / 2));
            if (problems.put(network.id(), problem) == null) {
                LOG.warn(
                        "in {} others refuse what this machine says of itself: {}", network.name(), problem.sentence());
            }
        }
    }

    synchronized Optional<ClockProblem> in(NetworkId network) {
        return Optional.ofNullable(problems.get(network));
    }

    synchronized void forget(NetworkId network) {
        problems.remove(network);
    }
}
