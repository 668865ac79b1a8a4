package io.omerta.bench;

import java.util.Collection;

/** Of figures in any order. */
public final class Quantiles {
    private Quantiles() {}

    /** The one in the middle, or the mean of the two there. */
    public static double median(Collection<? extends Number> figures) {
        double[] sorted =
                figures.stream().mapToDouble(Number::doubleValue).sorted().toArray();
        int middle = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }

    /** The least that is not less than that part of all. */
    public static <T extends Comparable<? super T>> T quantile(Collection<T> figures, double part) {
        return figures.stream().sorted().toList().get((int) Math.ceil(part * figures.size()) - 1);
    }
}
