package io.omerta.bench.dht;

import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.SortedMap;

/**
 * What was measured, as the JSON has it.
 *
 * @param scenes what was seen in each overlay, by name
 * @param messagesPerLookup requests of a lookup of the nearest nodes, by the number of nodes
 * @param heapBytesPerNode of the largest overlay at rest, simulator included; -1 if it was not measured
 * @param idleBytesPerSecond that a node of 1,000 sends where nobody asks for anything; it receives as many; -1 if it was not measured
 * @param datagrams of the largest overlay
 * @param missed goals, by name
 * @param loadAverage over one minute, before and after
 */
record DhtResult(
        int v,
        int cpus,
        long seed,
        int nodes,
        SortedMap<String, Scene> scenes,
        NavigableMap<Integer, Double> messagesPerLookup,
        long heapBytesPerNode,
        double idleBytesPerSecond,
        long datagrams,
        long wallSeconds,
        List<String> missed,
        List<Double> loadAverage) {
    private static final double FOUND = 0.999;
    private static final long MOST_HEAP = 100 * 1_024;

    /** The goals of the scenes that were seen, each by what has to be true for it. */
    static List<String> missed(
            SortedMap<String, Scene> scenes,
            NavigableMap<Integer, Double> messages,
            long heapBytesPerNode,
            double idle) {
        List<String> missed = new ArrayList<>();
        Scene churned = scenes.get("churn_20_percent_an_hour");
        if (churned != null) {
            Scene.Search churn = churned.searches();
            check(missed, "churn_rounds", churn.roundsP50() <= 3 && churn.roundsP99() <= 5);
            check(missed, "churn_milliseconds", churn.millisecondsP50() <= 150 && churn.millisecondsP99() <= 600);
            check(missed, "churn_found", churn.found() >= FOUND);
        }
        Scene dead = scenes.get("dead_30_percent");
        check(
                missed,
                "dead_found",
                dead == null
                        || (dead.searches().found() >= FOUND && dead.searches().millisecondsP99() <= 2_000));
        Scene colluders = scenes.get("adversaries_collude");
        check(
                missed,
                "colluders_right",
                colluders == null || colluders.lookups().right() >= 0.99);
        check(missed, "heap", heapBytesPerNode <= MOST_HEAP);
        check(missed, "messages_growth", growsLikeLogarithm(messages));
        check(missed, "idle_traffic", idle <= 1_000);
        return missed;
    }

    private static void check(List<String> missed, String goal, boolean met) {
        if (!met) {
            missed.add(goal);
        }
    }

    /** From the smallest to each of the others: not faster than the logarithm of the number of nodes. */
    private static boolean growsLikeLogarithm(NavigableMap<Integer, Double> messages) {
        if (messages.size() < 2) {
            return true;
        }
        double each = messages.firstEntry().getValue() / Math.log(messages.firstKey());
        return messages.entrySet().stream().allMatch(entry -> entry.getValue() / Math.log(entry.getKey()) <= each);
    }
}
