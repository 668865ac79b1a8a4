package io.omerta.bench.network;

import io.omerta.bench.Quantiles;
import java.time.Duration;
import java.util.Collections;
import java.util.List;

/**
 * What was measured, as the JSON has it.
 *
 * @param joinToFirstProvider from a join key, handed to a daemon that has just been started for the first time, until it lists a
 *     provider that is up
 * @param joinAgainToFirstProvider the same, after the daemon has left the network again
 * @param leaveUntilNotOffered from the request to a provider's daemon to stop, until another one does not list it as up
 * @param crashUntilNotOffered the same from kill -9
 * @param missed goals, by name
 * @param loadAverage over one minute, before and after
 */
record NetworkResult(
        int v,
        int cpus,
        int daemons,
        Times joinToFirstProvider,
        Times joinAgainToFirstProvider,
        Times leaveUntilNotOffered,
        Times crashUntilNotOffered,
        List<String> missed,
        List<Double> loadAverage) {
    /** In milliseconds; the goal is for each of them. */
    record Times(List<Long> all, double median, long most, long goal) {
        static Times of(List<Duration> durations, Duration goal) {
            List<Long> all = durations.stream().map(Duration::toMillis).toList();
            return new Times(all, Quantiles.median(all), Collections.max(all), goal.toMillis());
        }

        boolean isMet() {
            return most <= goal;
        }
    }
}
