package io.omerta.bench.loss;

import io.omerta.bench.Load;
import io.omerta.bench.Quantiles;
import io.omerta.bench.net.Iperf;
import io.omerta.bench.net.Machine;
import io.omerta.bench.net.Program;
import io.omerta.bench.net.TwoMachines;
import io.omerta.core.file.StrictJson;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * {@code LossBenchmark RUNS SECONDS}: one JSON object on standard output. Exits with 1 when a goal is missed. All links run at
 * once: lossy ones are slow, and none keeps a CPU busy.
 */
public final class LossBenchmark {
    private static final double GOAL = 0.8;
    private static final List<Integer> LOSSES = List.of(1, 5, 20);

    private LossBenchmark() {}

    public static void main(String[] arguments) throws InterruptedException, ExecutionException {
        int runs = Integer.parseInt(arguments[0]);
        int seconds = Integer.parseInt(arguments[1]);
        double loadBefore = Load.average();
        SortedMap<String, LossResult.Link> links = new TreeMap<>();
        List<String> missed = new ArrayList<>();
        for (boolean toClient : List.of(true, false)) {
            for (int loss : LOSSES) {
                String name = (toClient ? "omerta_sends_" : "omerta_receives_") + loss + "_percent";
                LossResult.Link link = measure(loss, toClient, runs, seconds);
                links.put(name, link);
                System.err.println(name + ": " + link);
                if (link.ratio() < link.goal()) {
                    missed.add(name);
                }
            }
        }
        LossResult result = new LossResult(
                1, Runtime.getRuntime().availableProcessors(), 50, links, missed, List.of(loadBefore, Load.average()));
        System.out.print(new String(StrictJson.write(result), StandardCharsets.UTF_8));
        System.exit(missed.isEmpty() ? 0 : 1);
    }

    private static LossResult.Link measure(int loss, boolean toClient, int runs, int seconds)
            throws InterruptedException, ExecutionException {
        try (ExecutorService all = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Long>> omerta = new ArrayList<>();
            List<Future<Long>> kernel = new ArrayList<>();
            for (int i = 0; i < runs; i++) {
                int seed = i;
                omerta.add(all.submit(() -> run(LinkEnd.Kind.OMERTA, loss, seed, toClient, seconds)));
                kernel.add(all.submit(() -> run(LinkEnd.Kind.KERNEL, loss, seed, toClient, seconds)));
            }
            List<Long> ours = results(omerta);
            List<Long> theirs = results(kernel);
            double ratio = Math.round(100.0 * Quantiles.median(ours) / Quantiles.median(theirs)) / 100.0;
            return new LossResult.Link(ours, theirs, ratio, GOAL);
        }
    }

    private static List<Long> results(List<Future<Long>> futures) throws InterruptedException, ExecutionException {
        List<Long> results = new ArrayList<>();
        for (Future<Long> future : futures) {
            results.add(future.get());
        }
        return results;
    }

    private static long run(LinkEnd.Kind kind, int loss, int seed, boolean toClient, int seconds)
            throws IOException, InterruptedException {
        try (TwoMachines machines = TwoMachines.create();
                Program _ = Program.startAndAwaitReady(
                        machines.far().java(LinkEnd.class, kind.name(), Integer.toString(loss), Integer.toString(seed)),
                        "")) {
            machines.far()
                    .run("ip", "link", "set", "near", "netns", machines.near().namespace());
            address(machines.near(), "near", "10.9.0.2/24");
            if (kind == LinkEnd.Kind.KERNEL) {
                address(machines.far(), "far", LinkEnd.ADDRESS + "/24");
            }
            String[] arguments = toClient ? new String[] {"-R"} : new String[0];
            Iperf.Run run = Iperf.tcp(machines.near(), machines.far(), LinkEnd.ADDRESS, seconds, arguments);
            return Math.round(1e3 * run.megabitsPerSecond());
        }
    }

    private static void address(Machine machine, String device, String address)
            throws IOException, InterruptedException {
        machine.run("ip", "address", "add", address, "dev", device);
        machine.run("ip", "link", "set", device, "mtu", Integer.toString(LinkEnd.MTU), "up");
    }
}
