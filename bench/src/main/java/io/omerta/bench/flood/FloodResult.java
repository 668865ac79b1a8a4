package io.omerta.bench.flood;

import java.util.List;

/**
 * What was measured, as the JSON has it.
 *
 * @param handshakesPerSecond that one thread answers, each run
 * @param bogusPerSecond initiations that really left during the measurement
 * @param connectMilliseconds from the first packet of a guest that was not connected, over its handshake, to an answered TCP
 *     connection, while the flood went on
 * @param roundTripMicroseconds median and 99th percentile of 64 bytes over TCP under the flood
 * @param missed goals, by name
 * @param loadAverage over one minute, before and after
 */
record FloodResult(
        int v,
        int cpus,
        List<Long> handshakesPerSecond,
        double bogusPerSecond,
        long connectMilliseconds,
        List<Double> roundTripMicroseconds,
        List<String> missed,
        List<Double> loadAverage) {}
