package io.omerta.bench.dht;

import io.omerta.bench.Load;
import io.omerta.core.file.StrictJson;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;

/**
 * {@code DhtBenchmark NODES SEED REPORT_DIRECTORY}: one JSON object on standard output and in the report, plots beside it,
 * progress on standard error. Exits with 1 when a goal is missed.
 */
public final class DhtBenchmark {
    private static final int IDLE_NODES = 1_000;
    private static final List<Integer> GROWTH = List.of(100, 300, 1_000, 3_000);

    private DhtBenchmark() {}

    public static void main(String[] arguments) throws IOException {
        int nodes = Integer.parseInt(arguments[0]);
        long seed = Long.parseLong(arguments[1]);
        DhtResult result = run(nodes, seed, new Scenes(seed), Path.of(arguments[2]));
        System.exit(result.missed().isEmpty() ? 0 : 1);
    }

    private static DhtResult run(int nodes, long seed, Scenes scenes, Path directory) throws IOException {
        long start = System.nanoTime();
        double loadBefore = Load.average();
        NavigableMap<Integer, Double> messages = new TreeMap<>();
        for (int count : GROWTH) {
            if (count < nodes) {
                messages.put(count, scenes.quiet(count).lookups().requests());
            }
        }
        Large large = large(nodes, scenes);
        messages.put(nodes, large.messages());
        scenes.adversaries(nodes);
        scenes.natted(nodes);
        scenes.partitioned(nodes);
        scenes.flooded(nodes);
        scenes.eclipsed(nodes);
        double idle = scenes.idle(Math.min(nodes, IDLE_NODES));
        DhtResult result = new DhtResult(
                1,
                Runtime.getRuntime().availableProcessors(),
                seed,
                nodes,
                scenes.all(),
                messages,
                large.heapPerNode(),
                idle,
                scenes.datagrams(),
                (System.nanoTime() - start) / 1_000_000_000,
                DhtResult.missed(scenes.all(), messages, large.heapPerNode(), idle),
                List.of(loadBefore, Load.average()));
        report(result, scenes, directory);
        return result;
    }

    /**
     * What the largest overlay shows beside its scenes.
     *
     * @param heapPerNode bytes that a node takes
     * @param messages of a lookup while all is quiet
     */
    private record Large(long heapPerNode, double messages) {}

    private static Large large(int nodes, Scenes scenes) {
        long before = heap();
        Overlay overlay = scenes.grown(nodes, 0, _ -> Behaviour.HONEST);
        long perNode = (heap() - before) / nodes;
        System.err.println("heap: " + perNode + " bytes a node");
        return new Large(perNode, scenes.churnAndDeath(overlay).lookups().requests());
    }

    /** What is left after a collection. */
    private static long heap() {
        System.gc();
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    }

    private static void report(DhtResult result, Scenes scenes, Path directory) throws IOException {
        Files.createDirectories(directory);
        byte[] json = StrictJson.write(result);
        Files.write(directory.resolve("result.json"), json);
        Plots.write(result, scenes.latencies(), directory);
        System.out.print(new String(json, StandardCharsets.UTF_8));
    }
}
