package io.omerta.bench.hub;

import java.util.List;
import java.util.SortedMap;

/**
 * What was measured, as the JSON has it.
 *
 * @param streams one TCP stream, by way and direction, as the guest sees it
 * @param roundTrips of 64 bytes over TCP, by way
 * @param addedMicroseconds what the hub's way takes longer than the bare wire: with the client's wireguard-go in it
 * @param aboveWireGuardGo the same, than a way whose far end is wireguard-go and the kernel instead of the hub
 * @param missed goals, by name
 * @param loadAverage over one minute, before and after
 */
record HubResult(
        int v,
        int cpus,
        int mtu,
        SortedMap<String, Stream> streams,
        SortedMap<String, RoundTrip> roundTrips,
        RoundTrip addedMicroseconds,
        RoundTrip aboveWireGuardGo,
        List<String> missed,
        List<Double> loadAverage) {
    /** Each run in order, and their median. */
    record Stream(List<Double> megabitsPerSecond, double median) {}

    /** In microseconds; medians of the runs. */
    record RoundTrip(double p50, double p99) {}
}
