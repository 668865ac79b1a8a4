package io.omerta.network.dht;

/** Is told of records as they are found. */
@FunctionalInterface
public interface FoundListener {
    /**
     * A record, or a later version of one.
     *
     * @param round how many nodes had to be asked one after the other to get it; 0 if it was here
     */
    void found(DhtRecord record, int round);
}
