package io.omerta.network.dht;

/**
 * Which nodes around a point are wanted: the nearest, and so many of different owners among them, as far as addresses tell. Besides,
 * all in a region that is so small that as many honest nodes would not be in it: whoever has crowded a point with ids, each in a
 * subnet of its own, hides only what is kept and looked for among the nearest alone (de Moura Netto, Cholez and Ignat 2025,
 * arXiv:2505.01139, section V, publish into regions likewise).
 *
 * @param count so many of all, and so many of different owners
 * @param perSubnet of one public subnet so many are taken for different owners, at most
 * @param within a part of the whole space, 0 to 1: nodes that are not as far from the point are wanted even if they are more
 */
record Wanted(NodeId point, int count, int perSubnet, double within) {
    /** However many are near: each costs a request, of everybody who comes there. */
    static final int MOST = 128;

    boolean isWithin(NodeId id) {
        return within > 0 && point.distance(id) < within;
    }

    /** The same point, fewer of them, and no more. */
    Wanted part(int fewer) {
        return new Wanted(point, fewer, perSubnet, 0);
    }
}
