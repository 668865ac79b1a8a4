package io.omerta.bench.owner;

import io.omerta.bench.Load;
import io.omerta.bench.owner.OwnerResult.Figures;
import io.omerta.core.file.StrictJson;
import io.omerta.vm.image.Architecture;
import io.omerta.vm.image.GuestImage;
import io.omerta.vm.image.ImageRules;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * {@code OwnerBenchmark IMAGE_DIRECTORY ROUNDS}: one JSON object on standard output, progress on standard error. Exits with 1
 * when the goal is missed.
 */
public final class OwnerBenchmark {
    private OwnerBenchmark() {}

    public static void main(String[] arguments) throws IOException, InterruptedException {
        GuestImage image =
                GuestImage.open(Path.of(arguments[0]).toAbsolutePath(), new ImageRules(Architecture.ofHost(), false));
        OwnerResult result = run(image, Integer.parseInt(arguments[1]));
        System.out.print(new String(StrictJson.write(result), StandardCharsets.UTF_8));
        System.exit(result.meetsGoal() ? 0 : 1);
    }

    private static OwnerResult run(GuestImage image, int rounds) throws IOException, InterruptedException {
        int cpus = Runtime.getRuntime().availableProcessors();
        int machines = cpus + 1;
        double loadBefore = Load.average();
        List<OwnersProgram.Sample> alone = new ArrayList<>();
        List<OwnersProgram.Sample> walled = new ArrayList<>();
        List<OwnersProgram.Sample> plain = new ArrayList<>();
        try (BusyMachines busy = BusyMachines.start(image, machines)) {
            // Compiles what is measured.
            OwnersProgram.Sample _ = OwnersProgram.run(cpus);
            for (int i = 0; i < rounds; i++) {
                alone.add(OwnersProgram.run(cpus));
                walled.add(beside(busy.walled(), cpus));
                plain.add(beside(busy.plain(), cpus));
                System.err.printf(
                        "round %d of %d: alone %d ms, beside Omerta's machines %d ms, beside plain ones %d ms%n",
                        i + 1,
                        rounds,
                        alone.getLast().allThreads().toMillis(),
                        walled.getLast().allThreads().toMillis(),
                        plain.getLast().allThreads().toMillis());
            }
        }
        return result(
                image, machines, rounds, List.of(Figures.of(alone), Figures.of(walled), Figures.of(plain)), loadBefore);
    }

    private static OwnersProgram.Sample beside(List<ProcessHandle> machines, int cpus)
            throws IOException, InterruptedException {
        Stopping.resume(machines);
        try {
            return OwnersProgram.run(cpus);
        } finally {
            Stopping.stop(machines);
        }
    }

    private static OwnerResult result(
            GuestImage image, int machines, int rounds, List<Figures> figures, double loadBefore) {
        Figures alone = figures.get(0);
        Figures walled = figures.get(1);
        Figures plain = figures.get(2);
        return new OwnerResult(
                1,
                image.digest(),
                Runtime.getRuntime().availableProcessors(),
                machines,
                rounds,
                alone,
                walled,
                plain,
                OwnerResult.ratio(walled.oneThreadMilliseconds(), alone.oneThreadMilliseconds()),
                OwnerResult.ratio(walled.allThreadsMilliseconds(), alone.allThreadsMilliseconds()),
                OwnerResult.ratio(plain.oneThreadMilliseconds(), alone.oneThreadMilliseconds()),
                OwnerResult.ratio(plain.allThreadsMilliseconds(), alone.allThreadsMilliseconds()),
                OwnerResult.GOAL,
                List.of(loadBefore, Load.average()));
    }
}
