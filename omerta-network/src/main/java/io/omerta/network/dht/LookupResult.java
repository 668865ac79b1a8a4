package io.omerta.network.dht;

import java.util.List;

/**
 * What came of a lookup.
 *
 * @param nearest nodes that have answered and proved their ids, nearest first, at most k
 * @param rounds how many nodes had to be asked one after the other, to get to the last one
 * @param asked how many there were in all
 */
public record LookupResult(List<Contact> nearest, int rounds, int asked) {
    public LookupResult {
        nearest = List.copyOf(nearest);
    }
}
