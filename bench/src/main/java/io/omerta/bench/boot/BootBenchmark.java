package io.omerta.bench.boot;

import io.omerta.bench.Load;
import io.omerta.core.file.StrictJson;
import io.omerta.vm.HypervisorReport;
import io.omerta.vm.image.Architecture;
import io.omerta.vm.image.GuestImage;
import io.omerta.vm.image.ImageRules;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * {@code BootBenchmark IMAGE_DIRECTORY RUNS}: one JSON object on standard output, progress on standard error. Exits with 1
 * when the goal is missed.
 */
public final class BootBenchmark {
    private BootBenchmark() {}

    public static void main(String[] arguments) throws IOException, InterruptedException {
        GuestImage image =
                GuestImage.open(Path.of(arguments[0]).toAbsolutePath(), new ImageRules(Architecture.ofHost(), false));
        BootResult result = run(image, Integer.parseInt(arguments[1]));
        System.out.print(new String(StrictJson.write(result), StandardCharsets.UTF_8));
        System.exit(result.meetsGoal() ? 0 : 1);
    }

    private static BootResult run(GuestImage image, int runs) throws IOException, InterruptedException {
        double loadBefore = Load.average();
        List<Duration> omerta = new ArrayList<>();
        List<Duration> plain = new ArrayList<>();
        try (OmertaBoot boot = OmertaBoot.open(image)) {
            HypervisorReport report = boot.report();
            // Also warms up: the page cache, and the classes of both ways.
            List<String> command = boot.commandLine();
            Duration _ = PlainBoot.measure(command);
            for (int i = 0; i < runs; i++) {
                // Turn by turn, and each first in every second round: a load that comes and goes meets both alike.
                if (i % 2 == 0) {
                    omerta.add(boot.measure());
                    plain.add(PlainBoot.measure(command));
                } else {
                    plain.add(PlainBoot.measure(command));
                    omerta.add(boot.measure());
                }
                System.err.printf(
                        "run %d of %d: Omerta %d ms, plain %d ms%n",
                        i + 1,
                        runs,
                        omerta.getLast().toMillis(),
                        plain.getLast().toMillis());
            }
            return BootResult.of(
                    image.digest(),
                    report.version(),
                    report.acceleration().name(),
                    omerta,
                    plain,
                    List.of(loadBefore, Load.average()));
        }
    }
}
