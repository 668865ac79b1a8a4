package io.omerta.provider.execution;

import static org.assertj.core.api.Assertions.assertThat;

import io.omerta.core.job.Blob;
import io.omerta.core.job.JobSpec;
import io.omerta.core.job.Limits;
import io.omerta.core.job.Program;
import io.omerta.core.job.Resources;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class JobLimitsTest {
    private static final Duration OWN_TIME = Duration.ofDays(1);

    @Test
    void withoutLimits_takesTheProvidersOwn() {
        JobLimits limits = JobLimits.of(job(256, Limits.PROVIDERS_OWN), OWN_TIME, 1000);

        assertThat(limits).isEqualTo(new JobLimits(2, 256L << 20, 1L << 30, 256, OWN_TIME, 1000));
    }

    @Test
    void withLimits_takesThose() {
        JobLimits limits = JobLimits.of(job(256, new Limits(Duration.ofSeconds(3), 5)), OWN_TIME, 1000);

        assertThat(limits.time()).isEqualTo(Duration.ofSeconds(3));
        assertThat(limits.outputBytes()).isEqualTo(5);
    }

    @Test
    void processes_followTheMemory_withinBounds() {
        assertThat(JobLimits.of(job(16, Limits.PROVIDERS_OWN), OWN_TIME, 1).processes())
                .isEqualTo(64);
        assertThat(JobLimits.of(job(1 << 20, Limits.PROVIDERS_OWN), OWN_TIME, 1).processes())
                .isEqualTo(4096);
    }

    private static JobSpec job(long megabytes, Limits limits) {
        return new JobSpec(
                new Program.Script("bash", Blob.ofText("true")),
                new Resources(2, megabytes << 20, 1L << 30),
                limits,
                List.of(),
                "");
    }
}
