package io.omerta.bench.dht;

import io.omerta.bench.Load;
import io.omerta.core.file.StrictJson;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

/**
 * {@code DhtBenchmark NODES SEED REPORT_DIRECTORY [STORY…]}: what is seen in overlays that each live through something, all of them or
 * those that are named. One JSON object on standard output and in the report, plots beside it, progress on standard error.
 * Exits with 1 when a goal is missed, with 2 when there is no such story.
 */
public final class DhtBenchmark {
    private static final int IDLE_NODES = 1_000;
    private static final List<Integer> GROWTH = List.of(100, 300, 1_000, 3_000);

    private final int nodes;
    private final Scenes scenes;
    private final NavigableMap<Integer, Double> messages = new TreeMap<>();
    private long heapPerNode = -1;
    private double idle = -1;

    private DhtBenchmark(int nodes, Scenes scenes) {
        this.nodes = nodes;
        this.scenes = scenes;
    }

    public static void main(String[] arguments) throws IOException {
        int nodes = Integer.parseInt(arguments[0]);
        long seed = Long.parseLong(arguments[1]);
        DhtBenchmark benchmark = new DhtBenchmark(nodes, new Scenes(seed));
        Map<String, Runnable> stories = benchmark.stories();
        List<String> named = List.of(arguments).subList(3, arguments.length);
        if (!stories.keySet().containsAll(named)) {
            System.err.println("could not run " + String.join(" ", named) + ": the stories are "
                    + String.join(", ", stories.keySet()));
            System.exit(2);
        }
        DhtResult result = benchmark.run(
                seed,
                named.isEmpty()
                        ? stories.values()
                        : named.stream().map(stories::get).toList());
        benchmark.report(result, Path.of(arguments[2]));
        System.exit(result.missed().isEmpty() ? 0 : 1);
    }

    private Map<String, Runnable> stories() {
        Map<String, Runnable> stories = new LinkedHashMap<>();
        stories.put("growth", this::growth);
        stories.put("churn", this::churn);
        stories.put("collude", () -> scenes.colluders(nodes));
        stories.put("garble", () -> scenes.garblers(nodes));
        stories.put("drip", () -> scenes.drips(nodes));
        stories.put("replay", () -> scenes.replayers(nodes));
        stories.put("natted", () -> scenes.natted(nodes));
        stories.put("crowded", () -> scenes.crowded(nodes));
        stories.put("idle", () -> idle = scenes.idle(Math.min(nodes, IDLE_NODES)));
        return stories;
    }

    private DhtResult run(long seed, Collection<Runnable> stories) {
        long start = System.nanoTime();
        double loadBefore = Load.average();
        stories.forEach(Runnable::run);
        return new DhtResult(
                1,
                Runtime.getRuntime().availableProcessors(),
                seed,
                nodes,
                scenes.all(),
                messages,
                heapPerNode,
                idle,
                scenes.datagrams(),
                (System.nanoTime() - start) / 1_000_000_000,
                DhtResult.missed(scenes.all(), messages, heapPerNode, idle),
                List.of(loadBefore, Load.average()));
    }

    private void growth() {
        for (int count : GROWTH) {
            if (count < nodes) {
                messages.put(count, scenes.quiet(count).lookups().requests());
            }
        }
    }

    private void churn() {
        long before = heap();
        Overlay overlay = scenes.grown(nodes, 0, _ -> Behaviour.HONEST);
        heapPerNode = (heap() - before) / nodes;
        System.err.println("heap: " + heapPerNode + " bytes a node");
        messages.put(nodes, scenes.churnAndDeath(overlay).lookups().requests());
    }

    /** What is left after a collection. */
    private static long heap() {
        System.gc();
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    }

    private void report(DhtResult result, Path directory) throws IOException {
        Files.createDirectories(directory);
        byte[] json = StrictJson.write(result);
        Files.write(directory.resolve("result.json"), json);
        Plots.write(result, scenes.latencies(), directory);
        System.out.print(new String(json, StandardCharsets.UTF_8));
    }
}
