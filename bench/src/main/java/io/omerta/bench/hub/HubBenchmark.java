package io.omerta.bench.hub;

import io.omerta.bench.Load;
import io.omerta.bench.Quantiles;
import io.omerta.bench.net.Iperf;
import io.omerta.bench.net.Program;
import io.omerta.bench.net.TwoMachines;
import io.omerta.core.file.StrictJson;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * {@code HubBenchmark RUNS SECONDS}: one JSON object on standard output, progress on standard error. Exits with 1 when a goal is
 * missed.
 */
public final class HubBenchmark {
    /** The hub is a program that runs for days: its compiler is done by then. */
    private static final int WARM_UP_SECONDS = 12;

    private static final int ROUND_TRIPS = 5_000;
    private static final double STREAM_GOAL = 600;
    private static final double PEER_SHARE = 0.5;
    private static final double ADDED_P50_GOAL = 150;
    private static final double ADDED_P99_GOAL = 1_000;
    private static final List<String> DIRECTIONS = List.of("from_guest", "to_guest");

    private interface Opening {
        Way open(TwoMachines machines) throws IOException, InterruptedException;
    }

    private static final Map<String, Opening> STREAMED =
            new TreeMap<>(Map.of("hub", Way::hub, "pasta", Way::pasta, "slirp4netns", Way::slirp));
    private static final Map<String, Opening> PINGED =
            new TreeMap<>(Map.of("hub", Way::hub, "wire", Way::direct, "wireguard_go", Way::wireGuardGo));

    private final int runs;
    private final int seconds;
    private final SortedMap<String, List<Double>> streams = new TreeMap<>();
    private final SortedMap<String, List<Double>> medians = new TreeMap<>();
    private final SortedMap<String, List<Double>> tails = new TreeMap<>();
    private final List<String> missed = new ArrayList<>();

    private HubBenchmark(int runs, int seconds) {
        this.runs = runs;
        this.seconds = seconds;
    }

    public static void main(String[] arguments) throws IOException, InterruptedException {
        HubResult result = new HubBenchmark(Integer.parseInt(arguments[0]), Integer.parseInt(arguments[1])).run();
        System.out.print(new String(StrictJson.write(result), StandardCharsets.UTF_8));
        System.exit(result.missed().isEmpty() ? 0 : 1);
    }

    private HubResult run() throws IOException, InterruptedException {
        double loadBefore = Load.average();
        for (int i = 0; i < runs; i++) {
            for (var way : STREAMED.entrySet()) {
                stream(way.getKey(), way.getValue());
            }
            for (var way : PINGED.entrySet()) {
                ping(way.getKey(), way.getValue());
            }
        }
        return result(List.of(loadBefore, Load.average()));
    }

    private void stream(String name, Opening opening) throws IOException, InterruptedException {
        try (TwoMachines machines = TwoMachines.create();
                Way way = opening.open(machines)) {
            for (String direction : DIRECTIONS) {
                String[] arguments = direction.equals("to_guest") ? new String[] {"-R"} : new String[0];
                if (name.equals("hub")) {
                    Iperf.tcp(way.guest(), way.server(), way.address(), WARM_UP_SECONDS, arguments);
                }
                double megabits = Iperf.tcp(way.guest(), way.server(), way.address(), seconds, arguments)
                        .megabitsPerSecond();
                System.err.printf("%s, %s: %.0f Mbit/s%n", name, direction, megabits);
                add(streams, name + "_" + direction, megabits);
            }
        }
    }

    private void ping(String name, Opening opening) throws IOException, InterruptedException {
        try (TwoMachines machines = TwoMachines.create();
                Way way = opening.open(machines);
                Program _ = Program.startAndAwaitReady(way.server().java(Echo.class, "5300"), "")) {
            Process process = way.guest()
                    .java(RoundTrips.class, way.address(), "5300", Integer.toString(ROUND_TRIPS))
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .start();
            String[] nanos = new String(process.getInputStream().readAllBytes(), StandardCharsets.US_ASCII)
                    .strip()
                    .split(" ", -1);
            process.waitFor();
            add(medians, name, Long.parseLong(nanos[0]) / 1e3);
            add(tails, name, Long.parseLong(nanos[1]) / 1e3);
            System.err.printf("%s: round trip %s ns, p99 %s ns%n", name, nanos[0], nanos[1]);
        }
    }

    private static void add(Map<String, List<Double>> lists, String name, double value) {
        lists.computeIfAbsent(name, _ -> new ArrayList<>()).add(value);
    }

    private HubResult result(List<Double> load) {
        SortedMap<String, HubResult.Stream> allStreams = new TreeMap<>();
        streams.forEach((name, values) -> allStreams.put(
                name,
                new HubResult.Stream(values.stream().map(HubBenchmark::rounded).toList(), median(values))));
        SortedMap<String, HubResult.RoundTrip> trips = new TreeMap<>();
        medians.forEach((name, values) -> trips.put(
                name, new HubResult.RoundTrip(median(values), median(Objects.requireNonNull(tails.get(name))))));
        HubResult.RoundTrip hub = Objects.requireNonNull(trips.get("hub"));
        HubResult.RoundTrip wire = Objects.requireNonNull(trips.get("wire"));
        HubResult.RoundTrip wireGuardGo = Objects.requireNonNull(trips.get("wireguard_go"));
        HubResult.RoundTrip added = difference(hub, wire);
        judge(allStreams, added);
        return new HubResult(
                1,
                Runtime.getRuntime().availableProcessors(),
                HubEnd.MTU,
                allStreams,
                trips,
                added,
                difference(hub, wireGuardGo),
                missed,
                load);
    }

    private static HubResult.RoundTrip difference(HubResult.RoundTrip one, HubResult.RoundTrip other) {
        return new HubResult.RoundTrip(rounded(one.p50() - other.p50()), rounded(one.p99() - other.p99()));
    }

    private void judge(SortedMap<String, HubResult.Stream> all, HubResult.RoundTrip added) {
        for (String direction : DIRECTIONS) {
            double hub = of(all, "hub_" + direction);
            double peer = Math.max(of(all, "pasta_" + direction), of(all, "slirp4netns_" + direction));
            require(direction + "_at_least_" + STREAM_GOAL, hub >= STREAM_GOAL);
            require(direction + "_at_least_half_of_a_peer", hub >= PEER_SHARE * peer);
        }
        require("added_p50", added.p50() <= ADDED_P50_GOAL);
        require("added_p99", added.p99() <= ADDED_P99_GOAL);
    }

    private static double of(SortedMap<String, HubResult.Stream> all, String name) {
        return Objects.requireNonNull(all.get(name)).median();
    }

    private void require(String name, boolean met) {
        if (!met) {
            missed.add(name);
        }
    }

    private static double median(List<Double> values) {
        return rounded(Quantiles.median(values));
    }

    private static double rounded(double value) {
        return Math.round(10 * value) / 10.0;
    }
}
