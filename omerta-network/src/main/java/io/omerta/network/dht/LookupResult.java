package io.omerta.network.dht;

import java.util.List;

/**
 * What came of a lookup.
 *
 * @param nearest nodes that have answered and proved their ids, nearest first, at most k
 * @param spread these, and where a subnet has many among them the next ones, so that k are of different owners
 * @param rounds how many nodes had to be asked one after the other, to get to the last one
 * @param asked how many there were in all
 */
public record LookupResult(List<Contact> nearest, List<Contact> spread, int rounds, int asked) {
    public LookupResult {
        nearest = List.copyOf(nearest);
        spread = List.copyOf(spread);
    }
}
