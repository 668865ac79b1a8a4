package io.omerta.core.reputation;

import static org.assertj.core.api.Assertions.assertThat;

import io.omerta.core.job.Cause;
import io.omerta.core.job.JobEnd;
import io.omerta.core.job.JobState;
import io.omerta.core.job.ProgramResult;
import io.omerta.core.job.Usage;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A dash: it counts nothing. */
final class JudgementTest {
    @ParameterizedTest
    @CsvSource({
        // state, cause, what it says of the provider, of the requester
        "COMPLETED, PROGRAM_ENDED, RAN_A_JOB, HAD_A_JOB",
        "FAILED, OUT_OF_MEMORY, -, -",
        "FAILED, PROCESS_LIMIT, -, -",
        "FAILED, DISK_FULL, -, -",
        "TIMED_OUT, TIME_LIMIT, -, -",
        "FAILED, OUTPUT_LIMIT, -, -",
        "CANCELLED, CANCELLED, -, -",
        "FAILED, LEASE_EXPIRED, -, LEFT_A_JOB",
        "ROGUE_CONNECTION_DETECTED, ROGUE_CONNECTION, -, HAD_A_ROGUE_JOB",
        "FAILED, VM_FAILED, FAILED_A_JOB, -",
        "FAILED, PROVIDER_FAILED, FAILED_A_JOB, -",
        "FAILED, PROVIDER_LOST, LOST_A_JOB, -",
        "FAILED, PROVIDER_NOT_BELIEVED, TOLD_NONSENSE, -",
        "FAILED, NO_PROVIDER, -, -",
        "REJECTED, NO_PROVIDER, -, -",
        "FAILED, REQUESTER_STOPPED, -, -",
    })
    void end_says(JobState state, Cause cause, String ofProvider, String ofRequester) {
        assertThat(text(Judgement.ofProvider(end(state, cause, 0)))).isEqualTo(ofProvider);
        assertThat(text(Judgement.ofRequester(end(state, cause, 0)))).isEqualTo(ofRequester);
    }

    @Test
    void exitCode_isTheJobsOwn() {
        assertThat(Judgement.ofProvider(end(JobState.COMPLETED, Cause.PROGRAM_ENDED, 137)))
                .contains(Deed.RAN_A_JOB);
        assertThat(Judgement.ofRequester(end(JobState.COMPLETED, Cause.PROGRAM_ENDED, 137)))
                .contains(Deed.HAD_A_JOB);
    }

    @Test
    void everyEnd_isJudged_andByTheRoleThatItIsAbout() {
        for (JobState state : JobState.values()) {
            for (Cause cause : Cause.values()) {
                if (state.isEnd()) {
                    JobEnd end = end(state, cause, 0);
                    assertThat(Judgement.ofProvider(end).stream()).allMatch(deed -> deed.role() == Role.PROVIDER);
                    assertThat(Judgement.ofRequester(end).stream()).allMatch(deed -> deed.role() == Role.REQUESTER);
                }
            }
        }
    }

    private static String text(Optional<Deed> deed) {
        return deed.map(Deed::name).orElse("-");
    }

    private static JobEnd end(JobState state, Cause cause, int code) {
        return new JobEnd(
                state,
                Optional.of(new ProgramResult.ExitCode(code)),
                cause,
                "",
                "",
                Usage.NOTHING,
                Optional.empty(),
                false);
    }
}
