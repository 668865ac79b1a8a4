package io.omerta.consumer.placement;

import io.omerta.core.job.JobSpec;
import io.omerta.core.job.Program;
import io.omerta.core.job.Resources;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToLongFunction;
import java.util.stream.Collectors;

/**
 * Why no peer took a job, for people.
 *
 * @param message one sentence
 * @param hint a command or a step; may be empty
 */
public record NoProvider(String message, String hint) {
    private static final String BEGINNING = "no provider can take this job: ";

    /** @param considered all peers there are, with what came of each */
    public static NoProvider explain(JobSpec spec, List<Consideration> considered) {
        List<Consideration> lenders = considered.stream()
                .filter(judged -> !(judged.opinion() instanceof Opinion.NotLending))
                .toList();
        if (lenders.isEmpty()) {
            return new NoProvider(BEGINNING + nobodyLends(considered.size()), "omerta peers");
        }
        int gpus = spec.resources().gpus();
        List<Consideration> withGpus = lenders.stream()
                .filter(judged -> judged.offer().capacity().gpus() >= gpus)
                .toList();
        return new NoProvider(BEGINNING + summary(considered), hint(spec, withGpus));
    }

    private static String nobodyLends(int known) {
        return known == 0
                ? "no peer is known in this network, and this machine does not lend"
                : "nobody lends in this network (" + known + " known)";
    }

    private static String summary(List<Consideration> considered) {
        if (considered.size() == 1) {
            return considered.getFirst().line().replaceFirst(": ", " ");
        }
        Map<String, Integer> reasons = new LinkedHashMap<>();
        Map<String, Opinion> examples = new LinkedHashMap<>();
        for (Consideration judged : considered) {
            // Two opinions are of one kind when the sentence about one of each would be the same.
            String kind = judged.opinion().summary(1);
            reasons.merge(kind, 1, Integer::sum);
            examples.putIfAbsent(kind, judged.opinion());
        }
        return considered.size() + " asked, "
                + examples.entrySet().stream()
                        .map(entry -> entry.getValue().summary(reasons.getOrDefault(entry.getKey(), 0)))
                        .collect(Collectors.joining(", "));
    }

    /**
     * What would have fitted, where asking for less helps.
     *
     * @param lenders that have enough GPUs: a job that asks for one cannot do without
     */
    private static String hint(JobSpec spec, List<Consideration> lenders) {
        Resources asked = spec.resources();
        int cpus = lenders.stream()
                .filter(judged -> judged.offer().up())
                .mapToInt(judged -> judged.offer().capacity().cpus())
                .max()
                .orElse(0);
        // The memory that goes with the CPUs: of those machines that would have enough of them. Then the disk likewise.
        long memory = most(lenders, new Resources(Math.min(asked.cpus(), cpus), 0, 0), Resources::memoryBytes);
        Resources without = new Resources(Math.min(asked.cpus(), cpus), Math.min(asked.memoryBytes(), memory), 0);
        long disk = most(lenders, without, Resources::diskBytes);
        Resources fitting =
                new Resources(without.cpus(), without.memoryBytes(), Math.min(asked.diskBytes(), disk), asked.gpus());
        if (fitting.equals(asked) || cpus < 1 || memory < JobSpec.MIN_MEMORY_BYTES || disk < JobSpec.MIN_DISK_BYTES) {
            return "omerta peers";
        }
        return command(spec, fitting);
    }

    private static long most(List<Consideration> lenders, Resources least, ToLongFunction<Resources> what) {
        return lenders.stream()
                .filter(judged ->
                        judged.offer().up() && least.fitsIn(judged.offer().capacity()))
                .mapToLong(judged -> what.applyAsLong(judged.offer().capacity()))
                .max()
                .orElse(0);
    }

    private static String command(JobSpec spec, Resources fitting) {
        String resources = "--cpu " + fitting.cpus() + " --memory " + fitting.memoryMebibytes()
                + (fitting.diskBytes() < spec.resources().diskBytes() ? " --disk " + fitting.diskMebibytes() : "")
                + (fitting.gpus() > 0 ? " --gpus " + fitting.gpus() : "");
        return switch (spec.program()) {
            case Program.CommandLine line -> "omerta run " + resources + " -- " + quoted(line.argv());
            case Program.Script _ -> "the same with " + resources;
        };
    }

    private static String quoted(List<String> argv) {
        return argv.stream().map(NoProvider::quoted).collect(Collectors.joining(" "));
    }

    private static String quoted(String argument) {
        return argument.matches("[A-Za-z0-9_@%+=:,./-]+") ? argument : "'" + argument.replace("'", "'\\''") + "'";
    }
}
