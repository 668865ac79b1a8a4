package io.omerta.bench.flows;

import io.omerta.bench.Load;
import io.omerta.bench.hub.HubWithGuest;
import io.omerta.bench.net.Program;
import io.omerta.bench.net.TwoMachines;
import io.omerta.core.file.StrictJson;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** {@code FlowsBenchmark FLOWS BYTES}: one JSON object on standard output. Exits with 1 when a goal is missed. */
public final class FlowsBenchmark {
    private static final double SPREAD_GOAL = 2;
    private static final double MEGABYTES_GOAL = 64;
    private static final int WARM_UP_FLOWS = 50;
    private static final String PORT = "5400";
    private static final long LOOK_MILLIS = 400;

    private FlowsBenchmark() {}

    public static void main(String[] arguments) throws IOException, InterruptedException {
        FlowsResult result = run(Integer.parseInt(arguments[0]), Integer.parseInt(arguments[1]));
        System.out.print(new String(StrictJson.write(result), StandardCharsets.UTF_8));
        System.exit(result.missed().isEmpty() ? 0 : 1);
    }

    private static FlowsResult run(int flows, int bytes) throws IOException, InterruptedException {
        double loadBefore = Load.average();
        try (TwoMachines machines = TwoMachines.create();
                HubWithGuest guest = HubWithGuest.startWithOmerta(machines);
                Program _ = Program.startAndAwaitReady(
                        machines.far().java(Source.class, PORT, Integer.toString(bytes)), "")) {
            Process warmUp = downloads(machines, guest, WARM_UP_FLOWS, bytes);
            warmUp.waitFor();
            long idle = Long.parseLong(guest.hub().ask(""));
            Process process = downloads(machines, guest, flows, bytes);
            long most = idle;
            while (!process.waitFor(LOOK_MILLIS, TimeUnit.MILLISECONDS)) {
                most = Math.max(most, Long.parseLong(guest.hub().ask("")));
            }
            String[] words = new String(process.getInputStream().readAllBytes(), StandardCharsets.US_ASCII)
                    .strip()
                    .split(" ", -1);
            double first = Long.parseLong(words[1]) / 1e9;
            double last = Long.parseLong(words[3]) / 1e9;
            return result(flows, bytes, Integer.parseInt(words[0]), first, last, (most - idle) / 1e6, loadBefore);
        }
    }

    private static Process downloads(TwoMachines machines, HubWithGuest guest, int flows, int bytes)
            throws IOException {
        return machines.near()
                .java(Downloads.class, guest.hubAddress(), PORT, Integer.toString(flows), Integer.toString(bytes))
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
    }

    private static FlowsResult result(
            int flows, int bytes, int complete, double first, double last, double megabytes, double loadBefore) {
        double spread = last / first;
        List<String> missed = new ArrayList<>();
        if (complete < flows) {
            missed.add("complete");
        }
        if (spread > SPREAD_GOAL) {
            missed.add("fairness");
        }
        if (megabytes > MEGABYTES_GOAL) {
            missed.add("memory");
        }
        return new FlowsResult(
                1,
                Runtime.getRuntime().availableProcessors(),
                flows,
                complete,
                rounded(last),
                rounded(spread),
                SPREAD_GOAL,
                rounded(megabytes),
                MEGABYTES_GOAL,
                rounded(flows * 8.0 * bytes / last / 1e6),
                missed,
                List.of(loadBefore, Load.average()));
    }

    private static double rounded(double value) {
        return Math.round(100 * value) / 100.0;
    }
}
