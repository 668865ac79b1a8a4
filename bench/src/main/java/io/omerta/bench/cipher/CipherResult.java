package io.omerta.bench.cipher;

import java.util.List;
import java.util.SortedMap;

/**
 * What was measured, as the JSON has it.
 *
 * @param packetBytes of each IP packet
 * @param byThreads with so many threads, the one that drives the devices included
 * @param loadAverage over one minute, before and after
 */
record CipherResult(int v, int cpus, int packetBytes, SortedMap<Integer, Rates> byThreads, List<Double> loadAverage) {
    /**
     * Medians of the runs, in packets a second.
     *
     * @param sealed by the one device, from the packet to the datagram
     * @param opened by the other, from the datagram to the packet
     * @param sealedGain against one thread
     * @param openedGain the same
     */
    record Rates(double sealed, double opened, double sealedGain, double openedGain) {}
}
