package io.omerta.network.dht;

import java.util.List;

/**
 * How many nodes the overlay has, from how near to a point its nearest nodes are: of n nodes at random, the j-th nearest is at
 * about j/n of the space. An average over the lookups of this node; liars far from a target do not change it.
 */
final class SizeEstimate {
    private static final double WEIGHT = 0.2;
    private double logarithm;
    private boolean known;

    void observe(NodeId target, List<Contact> nearest) {
        if (nearest.isEmpty()) {
            return;
        }
        // The farthest says most: the error of the j-th is about 1/sqrt(j).
        double farthest = Math.max(0x1p-53, target.distance(nearest.getLast().id()));
        double seen = Math.log(Math.max(nearest.size(), (nearest.size() - 1) / farthest));
        logarithm = known ? logarithm + WEIGHT * (seen - logarithm) : seen;
        known = true;
    }

    /** At least 1: this node itself. */
    double nodes() {
        return known ? 1 + Math.exp(logarithm) : 1;
    }
}
