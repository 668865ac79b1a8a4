package io.omerta.provider.admission;

import static org.assertj.core.api.Assertions.assertThat;

import io.omerta.core.job.Blob;
import io.omerta.core.job.JobSpec;
import io.omerta.core.job.Limits;
import io.omerta.core.job.Program;
import io.omerta.core.job.Resources;
import io.omerta.provider.admission.Refusal.Kind;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class AdmissionTest {
    private static final long MB = 1 << 20;
    private static final Resources CAPACITY = new Resources(4, 3072 * MB, 64 * MB);

    @Test
    void onJobThatFits_takesIt() {
        assertThat(Admission.judge(job("bash", 4, 3072), free(CAPACITY))).isEmpty();
    }

    @Test
    void onTooManyCpus_saysBothNumbers() {
        assertRefused(job("bash", 64, 16), free(CAPACITY), Kind.CAPACITY, "has 4 CPUs, 64 asked");
        assertRefused(
                job("bash", 2, 16), free(new Resources(1, 16 * MB, 64 * MB)), Kind.CAPACITY, "has 1 CPU, 2 asked");
    }

    @Test
    void onTooMuchMemory_saysBothNumbers() {
        assertRefused(job("bash", 1, 4096), free(CAPACITY), Kind.CAPACITY, "lends 3072 MB of memory, 4096 MB asked");
    }

    @Test
    void onTooManyGpus_saysBothNumbers() {
        JobSpec small = job("bash", 1, 16);
        JobSpec job = new JobSpec(
                small.program(), small.resources().withGpus(2), small.limits(), List.of(), small.description());
        assertRefused(job, free(CAPACITY), Kind.CAPACITY, "lends no GPU, 2 asked");
        assertRefused(job, free(CAPACITY.withGpus(1)), Kind.CAPACITY, "lends 1 GPU, 2 asked");
        assertThat(Admission.judge(job, free(CAPACITY.withGpus(2)))).isEmpty();
    }

    @Test
    void onLongerTimeThanAllowed_saysBothNumbers() {
        assertRefused(
                job(new Limits(Duration.ofHours(2), 0)),
                free(CAPACITY),
                Kind.CAPACITY,
                "lets a job run for 3600 s, 7200 s asked");
    }

    @Test
    void onMoreOutputThanAllowed_saysBothNumbers() {
        assertRefused(
                job(new Limits(Duration.ZERO, 2001)),
                free(CAPACITY),
                Kind.CAPACITY,
                "keeps 2000 bytes of output, 2001 asked");
    }

    @Test
    void onUnknownLanguage_saysWhichAreKnown() {
        assertRefused(
                job("ruby", 1, 16),
                free(CAPACITY),
                Kind.LANGUAGE,
                "does not know the language \"ruby\" (knows bash, python, sh)");
    }

    @Test
    void onCommandLine_asksForNoLanguage() {
        JobSpec job = new JobSpec(
                new Program.CommandLine(List.of("ruby"), List.of()),
                new Resources(1, 16 * MB, 64 * MB),
                Limits.PROVIDERS_OWN,
                List.of(),
                "");

        assertThat(Admission.judge(job, free(CAPACITY))).isEmpty();
    }

    @Test
    void withoutLending_refuses() {
        assertRefused(job("bash", 1, 16), free(Resources.NONE), Kind.NOT_LENDING, "does not lend");
    }

    @Test
    void withoutImage_refuses() {
        assertRefused(
                job("bash", 1, 16),
                situation(CAPACITY, true, 0, Optional.of("has no usable guest image: there is none"), 1000),
                Kind.IMAGE,
                "has no usable guest image: there is none");
    }

    @Test
    void withoutDisk_refuses() {
        assertRefused(
                job("bash", 1, 16),
                situation(CAPACITY, true, 0, Optional.empty(), 575),
                Kind.DISK,
                "has 575 MB of free disk, 576 MB needed");
        assertThat(Admission.judge(job("bash", 1, 16), situation(CAPACITY, true, 0, Optional.empty(), 576)))
                .isEmpty();
    }

    @Test
    void onTooMuchDisk_saysBothNumbers() {
        assertRefused(
                job("bash", 1, 16),
                free(new Resources(4, 3072 * MB, 63 * MB)),
                Kind.DISK,
                "lends 63 MB of disk, 64 MB asked");
    }

    @Test
    void withFullQueue_refusesOnlyWhoWouldWait() {
        assertRefused(job("bash", 1, 16), queued(false, 3), Kind.QUEUE_FULL, "is busy, and 3 jobs wait already");
        assertThat(Admission.judge(job("bash", 1, 16), queued(false, 2))).isEmpty();
        assertThat(Admission.judge(job("bash", 1, 16), queued(true, 3))).isEmpty();
    }

    private static void assertRefused(JobSpec job, Situation situation, Kind kind, String reason) {
        assertThat(Admission.judge(job, situation)).contains(new Refusal(kind, reason));
    }

    private static Situation free(Resources capacity) {
        return situation(capacity, true, 0, Optional.empty(), 1000);
    }

    private static Situation queued(boolean startsAtOnce, int waiting) {
        return situation(CAPACITY, startsAtOnce, waiting, Optional.empty(), 1000);
    }

    private static Situation situation(
            Resources capacity, boolean startsAtOnce, int waiting, Optional<String> imageProblem, long freeMegabytes) {
        return new Situation(
                capacity,
                startsAtOnce,
                waiting,
                3,
                imageProblem,
                new TreeSet<>(List.of("bash", "sh", "python")),
                Duration.ofHours(1),
                2000,
                freeMegabytes * MB,
                512 * MB);
    }

    private static JobSpec job(String language, int cpus, long megabytes) {
        return new JobSpec(
                new Program.Script(language, Blob.ofText("true")),
                new Resources(cpus, megabytes * MB, 64 * MB),
                Limits.PROVIDERS_OWN,
                List.of(),
                "");
    }

    private static JobSpec job(Limits limits) {
        return new JobSpec(
                new Program.Script("bash", Blob.ofText("true")),
                new Resources(1, 16 * MB, 64 * MB),
                limits,
                List.of(),
                "");
    }
}
