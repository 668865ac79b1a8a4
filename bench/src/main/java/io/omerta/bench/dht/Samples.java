package io.omerta.bench.dht;

import java.util.Arrays;

/** Numbers that were measured. */
final class Samples {
    private double[] values = new double[256];
    private int count;

    void add(double value) {
        if (count == values.length) {
            values = Arrays.copyOf(values, 2 * count);
        }
        values[count++] = value;
    }

    int count() {
        return count;
    }

    /** The least that so many of a hundred do not exceed; NaN if there are none. */
    double percentile(double percent) {
        double[] sorted = sorted();
        return count == 0 ? Double.NaN : sorted[Math.clamp((int) Math.ceil(count * percent / 100) - 1, 0, count - 1)];
    }

    double mean() {
        return Arrays.stream(values, 0, count).average().orElse(Double.NaN);
    }

    double[] sorted() {
        double[] sorted = Arrays.copyOf(values, count);
        Arrays.sort(sorted);
        return sorted;
    }
}
