package io.omerta.provider.admission;

import io.omerta.core.job.JobSpec;
import io.omerta.core.job.Program;
import io.omerta.core.job.Resources;
import io.omerta.provider.admission.Refusal.Kind;
import java.time.Duration;
import java.util.Optional;

/** The checks a job has to pass, those that no waiting can cure first. */
public final class Admission {
    private Admission() {}

    /** Empty when the job is taken. */
    public static Optional<Refusal> judge(JobSpec job, Situation situation) {
        return lending(situation)
                .or(() -> capacity(job.resources(), situation.capacity()))
                .or(() -> limits(job, situation))
                .or(() -> image(situation))
                .or(() -> language(job.program(), situation))
                .or(() -> disk(job.resources(), situation))
                .or(() -> queue(situation));
    }

    private static Optional<Refusal> lending(Situation situation) {
        return situation.capacity().equals(Resources.NONE)
                ? refuse(Kind.NOT_LENDING, "does not lend")
                : Optional.empty();
    }

    private static Optional<Refusal> capacity(Resources asked, Resources capacity) {
        if (asked.cpus() > capacity.cpus()) {
            String cpus = capacity.cpus() == 1 ? " CPU, " : " CPUs, ";
            return refuse(Kind.CAPACITY, "has " + capacity.cpus() + cpus + asked.cpus() + " asked");
        }
        if (asked.memoryBytes() > capacity.memoryBytes()) {
            return refuse(
                    Kind.CAPACITY,
                    "lends " + capacity.memoryMebibytes() + " MB of memory, " + asked.memoryMebibytes() + " MB asked");
        }
        if (asked.gpus() > capacity.gpus()) {
            String gpus =
                    capacity.gpus() == 0 ? "no GPU, " : capacity.gpus() + (capacity.gpus() == 1 ? " GPU, " : " GPUs, ");
            return refuse(Kind.CAPACITY, "lends " + gpus + asked.gpus() + " asked");
        }
        return Optional.empty();
    }

    private static Optional<Refusal> limits(JobSpec job, Situation situation) {
        Duration time = job.limits().time();
        if (time.compareTo(situation.timeLimit()) > 0) {
            return refuse(
                    Kind.CAPACITY,
                    "lets a job run for " + situation.timeLimit().toSeconds() + " s, " + time.toSeconds() + " s asked");
        }
        long bytes = job.limits().outputBytes();
        return bytes > situation.outputLimitBytes()
                ? refuse(
                        Kind.CAPACITY,
                        "keeps " + situation.outputLimitBytes() + " bytes of output, " + bytes + " asked")
                : Optional.empty();
    }

    private static Optional<Refusal> image(Situation situation) {
        return situation.imageProblem().map(problem -> new Refusal(Kind.IMAGE, problem));
    }

    private static Optional<Refusal> language(Program program, Situation situation) {
        return switch (program) {
            case Program.Script script
            when !situation.languages().contains(script.language()) ->
                refuse(
                        Kind.LANGUAGE,
                        "does not know the language \"" + script.language() + "\" (knows "
                                + String.join(", ", situation.languages()) + ")");
            case Program.Script known -> Optional.empty();
            case Program.CommandLine any -> Optional.empty();
        };
    }

    /** What is lent to all jobs together is the queue's business: here, the disk has to have room for this one. */
    private static Optional<Refusal> disk(Resources asked, Situation situation) {
        if (asked.diskBytes() > situation.capacity().diskBytes()) {
            return refuse(
                    Kind.DISK,
                    "lends " + situation.capacity().diskMebibytes() + " MB of disk, " + asked.diskMebibytes()
                            + " MB asked");
        }
        long needed = asked.diskBytes() + situation.reservedDiskBytes();
        return situation.freeDiskBytes() < needed
                ? refuse(
                        Kind.DISK,
                        "has " + (situation.freeDiskBytes() >> 20) + " MB of free disk, " + (needed >> 20)
                                + " MB needed")
                : Optional.empty();
    }

    private static Optional<Refusal> queue(Situation situation) {
        boolean full = !situation.startsAtOnce() && situation.waiting() >= situation.queueLimit();
        return full ? refuse(Kind.QUEUE_FULL, "is busy, " + waiting(situation.waiting())) : Optional.empty();
    }

    private static String waiting(int jobs) {
        return switch (jobs) {
            case 0 -> "and lets nobody wait";
            case 1 -> "and 1 job waits already";
            default -> "and " + jobs + " jobs wait already";
        };
    }

    private static Optional<Refusal> refuse(Kind kind, String reason) {
        return Optional.of(new Refusal(kind, reason));
    }
}
