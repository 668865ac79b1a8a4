package io.omerta.bench.cipher;

import io.omerta.bench.Load;
import io.omerta.bench.Quantiles;
import io.omerta.core.file.StrictJson;
import io.omerta.network.wireguard.workers.CipherWorkers;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;

/** {@code CipherBenchmark RUNS SECONDS}: one JSON object on standard output, progress on standard error. */
public final class CipherBenchmark {
    private static final long NANOS = 1_000_000_000L;
    /** Beyond these the thread that drives the device holds the others up. */
    private static final int MOST_THREADS = 4;

    private record Sample(double sealed, double opened) {}

    private CipherBenchmark() {}

    public static void main(String[] arguments) throws IOException {
        int runs = Integer.parseInt(arguments[0]);
        long nanos = Integer.parseInt(arguments[1]) * NANOS;
        int processors = Runtime.getRuntime().availableProcessors();
        double loadBefore = Load.average();
        Map<Integer, List<Sample>> samples = new TreeMap<>();
        // The first turn is for the compiler.
        for (int run = 0; run <= runs; run++) {
            for (int threads = 1; threads <= Math.min(processors, MOST_THREADS); threads++) {
                Sample sample = measure(threads, nanos);
                System.err.printf(
                        "run %d of %d, %d threads: %.0f sealed, %.0f opened a second%n",
                        run, runs, threads, sample.sealed(), sample.opened());
                if (run > 0) {
                    samples.computeIfAbsent(threads, _ -> new ArrayList<>()).add(sample);
                }
            }
        }
        List<Double> load = List.of(loadBefore, Load.average());
        CipherResult result = new CipherResult(1, processors, DevicePair.PACKET_BYTES, rates(samples), load);
        System.out.print(new String(StrictJson.write(result), StandardCharsets.UTF_8));
    }

    private static Sample measure(int threads, long nanos) {
        try (CipherWorkers workers = CipherWorkers.start("cipher", threads - 1);
                DevicePair pair = new DevicePair(workers)) {
            pair.run(nanos);
            return new Sample(pair.sealed(), pair.opened());
        }
    }

    private static SortedMap<Integer, CipherResult.Rates> rates(Map<Integer, List<Sample>> samples) {
        SortedMap<Integer, CipherResult.Rates> rates = new TreeMap<>();
        Sample alone = median(Objects.requireNonNull(samples.get(1)));
        samples.forEach((threads, list) -> {
            Sample median = median(list);
            rates.put(
                    threads,
                    new CipherResult.Rates(
                            Math.round(median.sealed()),
                            Math.round(median.opened()),
                            rounded(median.sealed() / alone.sealed()),
                            rounded(median.opened() / alone.opened())));
        });
        return rates;
    }

    private static Sample median(List<Sample> samples) {
        return new Sample(
                Quantiles.median(samples.stream().map(Sample::sealed).toList()),
                Quantiles.median(samples.stream().map(Sample::opened).toList()));
    }

    private static double rounded(double value) {
        return Math.round(100 * value) / 100.0;
    }
}
