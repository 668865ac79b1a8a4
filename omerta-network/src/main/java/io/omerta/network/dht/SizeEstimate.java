package io.omerta.network.dht;

import java.util.List;

/**
 * How many nodes the overlay has, from how near to a point its nearest nodes are: of n nodes at random, the j-th nearest is at
 * about j/n of the space. An average over the lookups of this node; liars far from a target do not change it, and who crowds what it
 * looks for changes it by a factor of two at most: that far it agrees with how near this node's own neighbours are.
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

    /**
     * At least 1: this node itself.
     *
     * @param neighbours so many are known
     * @param reach how far the last of them is, as a part of the whole space; 0 if not so many are known
     */
    double nodes(int neighbours, double reach) {
        double average = known ? Math.exp(logarithm) : 0;
        if (reach > 0) {
            double near = (neighbours - 1) / reach;
            average = Math.clamp(average, near / 2, 2 * near);
        }
        return 1 + average;
    }
}
