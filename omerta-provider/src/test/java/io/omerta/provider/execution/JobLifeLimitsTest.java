package io.omerta.provider.execution;

import static org.assertj.core.api.Assertions.assertThat;

import io.omerta.core.job.Blob;
import io.omerta.core.job.Cause;
import io.omerta.core.job.JobEnd;
import io.omerta.core.job.JobState;
import io.omerta.core.job.ProgramResult;
import io.omerta.vm.agent.AgentEvent;
import org.junit.jupiter.api.Test;

/** Limits of a job: on time, memory, processes, disk and output. */
final class JobLifeLimitsTest extends LifeTest {
    @Test
    void running_onOutOfMemory_failsAndSaysLimitAndPeak() {
        run();
        AgentEvent outOfMemory = new AgentEvent.Ended(
                new ProgramResult.Signal(9), at(1), at(1), (256 << 20) - 1, true, false, false, false);

        JobEnd end = end(guest(5, outOfMemory));

        assertThat(end.state()).isEqualTo(JobState.FAILED);
        assertThat(end.cause()).isEqualTo(Cause.OUT_OF_MEMORY);
        assertThat(end.message()).isEqualTo("out of memory (limit 256 MB, peak 256 MB)");
        assertThat(end.hint()).isEqualTo("ask for more: --memory 512");
        assertThat(end.result()).contains(new ProgramResult.Signal(9));
    }

    @Test
    void running_onOutOfMemoryThatTheProgramSurvived_completes() {
        run();

        JobEnd end = end(guest(5, ended(new ProgramResult.ExitCode(0), true, false, true)));

        assertThat(end.cause()).isEqualTo(Cause.PROGRAM_ENDED);
    }

    @Test
    void running_onProcessLimit_fails() {
        run();

        JobEnd end = end(guest(5, ended(new ProgramResult.Signal(9), false, true, false)));

        assertThat(end.cause()).isEqualTo(Cause.PROCESS_LIMIT);
        assertThat(end.message()).isEqualTo("too many processes (limit 256)");
    }

    @Test
    void running_onFailureWithFullDisk_saysSo() {
        run();

        JobEnd end = end(guest(5, ended(new ProgramResult.ExitCode(1), false, false, true)));

        assertThat(end.cause()).isEqualTo(Cause.DISK_FULL);
        assertThat(end.message()).isEqualTo("its disk was full (128 MB)");
    }

    @Test
    void running_onTimeLimit_terminatesThenKills() {
        run();

        assertThat(life.deadline()).isEqualTo(at(13));
        assertThat(life.tick(at(13))).containsExactly(new Step.Signal(15));
        assertThat(life.deadline()).isEqualTo(at(18));
        assertThat(output(14, "bye")).containsExactly(new Step.Keep(false, Blob.ofText("bye")));
        assertThat(life.tick(at(18))).containsExactly(new Step.Signal(9));
        JobEnd end = end(guest(19, ended(new ProgramResult.Signal(9), false, false, false)));
        assertThat(end.state()).isEqualTo(JobState.TIMED_OUT);
        assertThat(end.cause()).isEqualTo(Cause.TIME_LIMIT);
        assertThat(end.message()).isEqualTo("time limit of 10 s reached");
        assertThat(end.outputTruncated()).isFalse();
    }

    @Test
    void ending_onNoAnswerToTheKill_endsAllTheSame() {
        run();
        life.tick(at(13));
        life.tick(at(18));

        JobEnd end = end(life.tick(at(23)));

        assertThat(end.state()).isEqualTo(JobState.TIMED_OUT);
        assertThat(end.result()).isEmpty();
        assertThat(end.outputTruncated()).isTrue();
    }

    @Test
    void running_onMoreOutputThanTheLimit_cutsThereAndKills() {
        run();
        output(4, "1234567");

        assertThat(output(4, "890abc")).containsExactly(new Step.Keep(false, Blob.ofText("890")), new Step.Signal(9));
        assertThat(output(4, "more")).isEmpty();
        JobEnd end = end(guest(5, ended(new ProgramResult.Signal(9), false, false, false)));
        assertThat(end.state()).isEqualTo(JobState.FAILED);
        assertThat(end.cause()).isEqualTo(Cause.OUTPUT_LIMIT);
        assertThat(end.message()).isEqualTo("output limit of 10 bytes reached, the rest was cut");
        assertThat(end.outputTruncated()).isTrue();
        assertThat(end.usage().outputBytes()).isEqualTo(10);
    }

    @Test
    void running_onOutputUpToTheLimit_goesOn() {
        run();

        assertThat(output(4, "1234567890")).containsExactly(new Step.Keep(false, Blob.ofText("1234567890")));
        assertThat(output(4, "x")).containsExactly(new Step.Signal(9));
    }
}
