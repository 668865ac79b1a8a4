package io.omerta.bench.dht;

import java.util.random.RandomGenerator;

/**
 * How long datagrams take. Round trips have a Gamma distribution, which fits those between the hosts of PlanetLab best
 * (Valadão, Guedes and Duarte 2012, arXiv:1202.2153), of shape 2 and with a given median; each pair of hosts has one of its
 * own, the same both ways, and each datagram some jitter above it. Nothing is kept: it follows from the seed and the pair.
 */
final class Latencies {
    /** Of a Gamma distribution of shape 2 and scale 1: where 1 - (1 + x) exp(-x) is a half. */
    private static final double MEDIAN = 1.678_347;

    private static final int QUANTILES = 4_096;
    /** Of the way itself, on average. */
    private static final double JITTER = 0.04;

    private final long[] oneWay = new long[QUANTILES];
    private final long seed;
    private final RandomGenerator random;

    Latencies(long seed, long medianRoundTripNanos, RandomGenerator random) {
        this.seed = seed;
        this.random = random;
        for (int i = 0; i < QUANTILES; i++) {
            oneWay[i] = Math.round(quantile((i + 0.5) / QUANTILES) / MEDIAN * medianRoundTripNanos / 2);
        }
    }

    private static double quantile(double part) {
        double low = 0;
        double high = 40;
        while (high - low > 1e-9) {
            double middle = (low + high) / 2;
            if (1 - (1 + middle) * Math.exp(-middle) < part) {
                low = middle;
            } else {
                high = middle;
            }
        }
        return low;
    }

    /** Nanoseconds from one place to another, this time. */
    long next(long from, long to) {
        long base = base(from, to);
        return base + Math.round(-Math.log(1 - random.nextDouble()) * JITTER * base);
    }

    /** The least that it can be. */
    long base(long from, long to) {
        long pair = Mixing.mix(seed + Math.min(from, to), Math.max(from, to));
        return oneWay[(int) Math.floorMod(pair, (long) QUANTILES)];
    }
}
