package io.omerta.bench.dht;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.SortedMap;

/** The pictures of the report. */
final class Plots {
    private static final int STEPS = 200;

    private Plots() {}

    static void write(DhtResult result, SortedMap<String, Samples> latencies, Path directory) throws IOException {
        if (result.messagesPerLookup().size() > 1) {
            Files.writeString(directory.resolve("messages.svg"), messages(result.messagesPerLookup()));
        }
        Files.writeString(
                directory.resolve("latency.svg"),
                latencies("Time until a value is there", latencies, List.of("quiet", "churn_20_percent_an_hour"), 800));
        Files.writeString(
                directory.resolve("dead.svg"),
                latencies(
                        "Values found after 30 % of all nodes died at once",
                        latencies, List.of("quiet", "dead_30_percent"), 2_000));
        Files.writeString(
                directory.resolve("adversaries.svg"),
                latencies(
                        "Values found among adversaries",
                        latencies,
                        latencies.keySet().stream()
                                .filter(name -> name.matches("(adversaries|eclipsed|flooded|natted|healed)_.*"))
                                .toList(),
                        800));
    }

    private static String messages(NavigableMap<Integer, Double> messages) {
        List<SvgPlot.Point> measured = new ArrayList<>();
        List<SvgPlot.Point> logarithm = new ArrayList<>();
        double each = messages.firstEntry().getValue() / Math.log(messages.firstKey());
        for (Map.Entry<Integer, Double> entry : messages.entrySet()) {
            measured.add(new SvgPlot.Point(entry.getKey(), entry.getValue()));
            logarithm.add(new SvgPlot.Point(entry.getKey(), each * Math.log(entry.getKey())));
        }
        double most = Math.ceil(logarithm.getLast().y() / 20) * 20;
        List<Double> marks =
                messages.keySet().stream().map(Integer::doubleValue).toList();
        return new SvgPlot(
                        "Requests of a lookup of the nearest nodes",
                        new SvgPlot.Axis("nodes", messages.firstKey(), messages.lastKey(), true, marks),
                        new SvgPlot.Axis("requests", 0, most, false, marks(most)))
                .line("measured", measured)
                .yardstick("as log n", logarithm)
                .svg();
    }

    /** What part of all searches had found its value after so long. */
    private static String latencies(
            String title, SortedMap<String, Samples> latencies, List<String> names, double most) {
        SvgPlot plot = new SvgPlot(
                title,
                new SvgPlot.Axis("milliseconds", 0, most, false, marks(most)),
                new SvgPlot.Axis("part of those found", 0, 1, false, List.of(0.0, 0.25, 0.5, 0.75, 1.0)));
        for (String name : names) {
            Samples samples = latencies.get(name);
            if (samples != null && samples.count() > 0) {
                plot.line(name.replace('_', ' '), distribution(samples, most));
            }
        }
        return plot.svg();
    }

    private static List<SvgPlot.Point> distribution(Samples samples, double most) {
        double[] sorted = samples.sorted();
        List<SvgPlot.Point> points = new ArrayList<>();
        int below = 0;
        for (int i = 0; i <= STEPS; i++) {
            double at = most * i / STEPS;
            while (below < sorted.length && sorted[below] <= at) {
                below++;
            }
            points.add(new SvgPlot.Point(at, (double) below / sorted.length));
        }
        return points;
    }

    private static List<Double> marks(double most) {
        return List.of(0.0, most / 4, most / 2, most * 3 / 4, most);
    }
}
