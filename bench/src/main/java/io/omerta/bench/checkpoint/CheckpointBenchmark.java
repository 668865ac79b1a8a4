package io.omerta.bench.checkpoint;

import io.omerta.bench.Load;
import io.omerta.core.file.StrictJson;
import io.omerta.vm.HypervisorReport;
import io.omerta.vm.image.Architecture;
import io.omerta.vm.image.GuestImage;
import io.omerta.vm.image.ImageRules;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * {@code CheckpointBenchmark IMAGE_DIRECTORY RUNS}: one JSON object on standard output, progress on standard error. Exits with
 * 1 when a goal is missed.
 */
public final class CheckpointBenchmark {
    private CheckpointBenchmark() {}

    public static void main(String[] arguments) throws Exception {
        GuestImage image =
                GuestImage.open(Path.of(arguments[0]).toAbsolutePath(), new ImageRules(Architecture.ofHost(), false));
        CheckpointResult result = run(image, Integer.parseInt(arguments[1]));
        System.out.print(new String(StrictJson.write(result), StandardCharsets.UTF_8));
        System.exit(result.meetsGoals() ? 0 : 1);
    }

    private static CheckpointResult run(GuestImage image, int runs) throws Exception {
        double loadBefore = Load.average();
        List<Round> omerta = new ArrayList<>();
        List<Round> plain = new ArrayList<>();
        try (OmertaCheckpoint ours = OmertaCheckpoint.open(image);
                PlainMigration theirs = PlainMigration.boot(ours.commandLine())) {
            HypervisorReport report = ours.report();
            // Warms up: the page cache, and the classes of both ways.
            ours.measure();
            theirs.measure();
            for (int i = 0; i < runs; i++) {
                omerta.add(ours.measure());
                plain.add(theirs.measure());
                System.err.printf(
                        "run %d of %d: Omerta %s, plain %s%n", i + 1, runs, omerta.getLast(), plain.getLast());
            }
            return new CheckpointResult(
                    1,
                    image.digest(),
                    report.version(),
                    report.acceleration().name(),
                    Runtime.getRuntime().availableProcessors(),
                    OmertaCheckpoint.MACHINE_MEBIBYTES,
                    ours.memoryBytes(),
                    CheckpointResult.Figures.of(omerta, Round::toDisk),
                    CheckpointResult.Figures.of(plain, Round::toDisk),
                    CheckpointResult.Figures.of(omerta, Round::back),
                    CheckpointResult.Figures.of(plain, Round::back),
                    CheckpointResult.CHECKPOINT_GOAL,
                    CheckpointResult.RESUME_GOAL,
                    List.of(loadBefore, Load.average()));
        }
    }
}
