package io.omerta.bench.dht;

import java.math.BigDecimal;
import java.math.RoundingMode;

/**
 * What was measured in one overlay, as the JSON has it.
 *
 * @param unreachable part of what is in the tables of all honest nodes that strangers cannot reach: nodes behind a NAT
 * @param digest of every datagram of the run so far: the same in every run from the same seed
 */
record Scene(int nodes, Search searches, Lookup lookups, double unreachable, String digest) {
    /**
     * Searches for values.
     *
     * @param found part of them that found it
     * @param roundsP50 nodes asked one after the other until it was there
     * @param millisecondsP50 until it was there
     * @param requests datagrams that ask, until it was over, on average
     */
    record Search(
            int count,
            double found,
            long roundsP50,
            long roundsP99,
            double millisecondsP50,
            double millisecondsP99,
            double millisecondsMax,
            double requests) {}

    /**
     * Lookups of the nearest nodes.
     *
     * @param right part of them that {@link Finds} finds right
     * @param nearestRight part of them that found the nearest of all
     */
    record Lookup(
            int count,
            double right,
            double nearestRight,
            long roundsP50,
            long roundsP99,
            double millisecondsP50,
            double millisecondsP99,
            double requests) {}

    static double round(double value, int digits) {
        return Double.isNaN(value)
                ? -1
                : BigDecimal.valueOf(value)
                        .setScale(digits, RoundingMode.HALF_EVEN)
                        .doubleValue();
    }
}
