package io.omerta.bench.tunnel;

import io.omerta.bench.Load;
import io.omerta.bench.Quantiles;
import io.omerta.bench.net.Iperf;
import io.omerta.bench.net.TwoMachines;
import io.omerta.core.file.StrictJson;
import io.omerta.network.wireguard.PrivateKey;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * {@code TunnelBenchmark RUNS SECONDS}: one JSON object on standard output, progress on standard error. Exits with 1 when a
 * goal is missed.
 */
public final class TunnelBenchmark {
    private static final int WARM_UP_SECONDS = 8;
    private static final double GOAL = 1.5;
    private static final String NEAR_ADDRESS = "10.9.0.1";
    private static final String FAR_ADDRESS = "10.9.0.2";

    private enum Pairing {
        YARDSTICK(End.Kind.WIREGUARD_GO, End.Kind.WIREGUARD_GO),
        OMERTA_RECEIVES(End.Kind.WIREGUARD_GO, End.Kind.BATCHING),
        OMERTA_SENDS(End.Kind.BATCHING, End.Kind.WIREGUARD_GO);

        private final End.Kind sender;
        private final End.Kind receiver;

        Pairing(End.Kind sender, End.Kind receiver) {
            this.sender = sender;
            this.receiver = receiver;
        }
    }

    private record Sample(double megabits, double tunnelCpu, double allCpu) {}

    private final SecureRandom random = new SecureRandom();
    private final int runs;
    private final int seconds;

    private TunnelBenchmark(int runs, int seconds) {
        this.runs = runs;
        this.seconds = seconds;
    }

    public static void main(String[] arguments) throws IOException, InterruptedException {
        TunnelResult result = new TunnelBenchmark(Integer.parseInt(arguments[0]), Integer.parseInt(arguments[1])).run();
        System.out.print(new String(StrictJson.write(result), StandardCharsets.UTF_8));
        System.exit(result.missed().isEmpty() ? 0 : 1);
    }

    private TunnelResult run() throws IOException, InterruptedException {
        double loadBefore = Load.average();
        Map<Pairing, List<Sample>> samples = new EnumMap<>(Pairing.class);
        for (int i = 0; i < runs; i++) {
            for (Pairing pairing : Pairing.values()) {
                Sample sample = measure(pairing);
                samples.computeIfAbsent(pairing, _ -> new ArrayList<>()).add(sample);
                System.err.printf(
                        "run %d of %d, %s: %.0f Mbit/s, %.1f CPU s/GB%n",
                        i + 1, runs, name(pairing), sample.megabits(), sample.allCpu());
            }
        }
        return result(samples, List.of(loadBefore, Load.average()));
    }

    private Sample measure(Pairing pairing) throws IOException, InterruptedException {
        try (TwoMachines machines = TwoMachines.create()) {
            End.Side near = new End.Side(machines.near(), "omb-near", PrivateKey.generate(random), 5001, NEAR_ADDRESS);
            End.Side far = new End.Side(machines.far(), "omb-far", PrivateKey.generate(random), 5002, FAR_ADDRESS);
            try (End sender = End.start(pairing.sender, near, far);
                    End receiver = End.start(pairing.receiver, far, near)) {
                Iperf.tcp(machines.near(), machines.far(), FAR_ADDRESS, WARM_UP_SECONDS);
                Duration before = sender.program().cpu().plus(receiver.program().cpu());
                Iperf.Run run = Iperf.tcp(machines.near(), machines.far(), FAR_ADDRESS, seconds);
                Duration after = sender.program().cpu().plus(receiver.program().cpu());
                double tunnel = after.minus(before).toNanos() / 1e9;
                return new Sample(
                        run.megabitsPerSecond(),
                        tunnel / run.gigabytes(),
                        (tunnel + run.cpuSeconds()) / run.gigabytes());
            }
        }
    }

    private static TunnelResult result(Map<Pairing, List<Sample>> samples, List<Double> load) {
        List<Sample> yardstick = Objects.requireNonNull(samples.get(Pairing.YARDSTICK));
        SortedMap<String, TunnelResult.Pair> pairs = new TreeMap<>();
        List<String> missed = new ArrayList<>();
        samples.forEach((pairing, list) -> {
            double goal = pairing == Pairing.YARDSTICK ? 1 : GOAL;
            double ratio = median(list, Sample::megabits) / median(yardstick, Sample::megabits);
            pairs.put(
                    name(pairing),
                    new TunnelResult.Pair(
                            list.stream()
                                    .map(Sample::megabits)
                                    .map(TunnelBenchmark::rounded)
                                    .toList(),
                            rounded(median(list, Sample::megabits)),
                            rounded(median(list, Sample::tunnelCpu)),
                            rounded(median(list, Sample::allCpu)),
                            rounded(ratio),
                            goal));
            if (ratio < goal) {
                missed.add(name(pairing) + "_throughput");
            }
            if (median(list, Sample::allCpu) > median(yardstick, Sample::allCpu)) {
                missed.add(name(pairing) + "_cpu");
            }
        });
        return new TunnelResult(1, Runtime.getRuntime().availableProcessors(), pairs, missed, load);
    }

    private static String name(Pairing pairing) {
        return pairing.name().toLowerCase(Locale.ROOT);
    }

    private static double median(List<Sample> samples, Function<Sample, Double> field) {
        return Quantiles.median(samples.stream().map(field).toList());
    }

    private static double rounded(double value) {
        return Math.round(100 * value) / 100.0;
    }
}
