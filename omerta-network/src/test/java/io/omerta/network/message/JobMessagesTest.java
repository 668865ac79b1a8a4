package io.omerta.network.message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.omerta.core.job.Blob;
import io.omerta.core.job.Cause;
import io.omerta.core.job.FlowCounts;
import io.omerta.core.job.GateCounts;
import io.omerta.core.job.ImageDigest;
import io.omerta.core.job.JobEnd;
import io.omerta.core.job.JobEvent;
import io.omerta.core.job.JobId;
import io.omerta.core.job.JobSpec;
import io.omerta.core.job.JobState;
import io.omerta.core.job.Limits;
import io.omerta.core.job.PathCounts;
import io.omerta.core.job.Program;
import io.omerta.core.job.ProgramResult;
import io.omerta.core.job.Resources;
import io.omerta.core.job.RogueConnection;
import io.omerta.core.job.SentFile;
import io.omerta.core.job.Usage;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

final class JobMessagesTest {
    private static final Resources RESOURCES = new Resources(2, 4L << 30, 1L << 30);
    private static final Instant TIME = Instant.ofEpochMilli(1_790_000_000_123L);
    private static final Usage USAGE = new Usage(
            Duration.ofMillis(1),
            Duration.ofMillis(2),
            Duration.ofMillis(3),
            Duration.ofMillis(9),
            Duration.ofMillis(4),
            5,
            6,
            7,
            Long.MAX_VALUE,
            new GateCounts(1, 2, 3, 4, Long.MAX_VALUE),
            new FlowCounts(5, 6, 7, 8, List.of("TCP 8.8.8.8:443: no --allow names it")),
            new PathCounts(9, 10, Long.MAX_VALUE));
    private static final RogueConnection ROGUE = new RogueConnection(
            "IPv4 TCP", "10.1.2.3:22", Blob.copyOf(new byte[64]), 1514, "not a datagram of the tunnel");

    static Stream<JobSpec> jobs() {
        return Stream.of(
                new JobSpec(
                        new Program.Script("python", Blob.ofText("print('\u00e4\0')")),
                        RESOURCES,
                        new Limits(Duration.ofMillis(1_234), 99),
                        List.of("A=b", "EMPTY="),
                        "a\nb",
                        Optional.of(new ImageDigest("sha256:" + "0f".repeat(32)))),
                new JobSpec(
                        new Program.CommandLine(
                                List.of("./x", "", "\u2028"), List.of(new SentFile("x", Blob.ofText("1"), 0755))),
                        RESOURCES,
                        Limits.PROVIDERS_OWN,
                        List.of(),
                        ""));
    }

    @ParameterizedTest
    @MethodSource("jobs")
    void jobSpec_thereAndBack_isTheSame(JobSpec job) throws Exception {
        assertThat(JobSpecMessages.fromProto(JobSpecMessages.toProto(job))).isEqualTo(job);
    }

    static Stream<JobEvent> events() {
        return Stream.of(
                new JobEvent.StateChanged(1, TIME, JobState.QUEUED, "position 3", Optional.of("abc234"), Duration.ZERO),
                new JobEvent.StateChanged(
                        Long.MAX_VALUE, TIME, JobState.RUNNING, "", Optional.empty(), Duration.ofMillis(99)),
                new JobEvent.StateChanged(
                        5, TIME, JobState.RUNNING, "its owner said so", Optional.empty(), Duration.ZERO, true),
                new JobEvent.Output(2, TIME, true, Blob.copyOf(new byte[] {0, -1, 27})),
                new JobEvent.Ended(3, TIME, end(JobState.COMPLETED, new ProgramResult.ExitCode(255))),
                new JobEvent.Ended(3, TIME, end(JobState.COMPLETED, new ProgramResult.Signal(64))),
                new JobEvent.Ended(
                        4,
                        TIME,
                        new JobEnd(
                                JobState.ROGUE_CONNECTION_DETECTED,
                                Optional.empty(),
                                Cause.ROGUE_CONNECTION,
                                "sent what is not its tunnel",
                                "omerta logs abcd",
                                USAGE,
                                Optional.of(ROGUE),
                                true)));
    }

    @ParameterizedTest
    @MethodSource("events")
    void jobEvent_thereAndBack_isTheSame(JobEvent event) throws Exception {
        assertThat(JobEventMessages.fromProto(JobEventMessages.toProto(event))).isEqualTo(event);
    }

    @ParameterizedTest
    @EnumSource(Cause.class)
    void cause_thereAndBack_isTheSame(Cause cause) throws Exception {
        assertThat(CauseMessages.fromProto(CauseMessages.toProto(cause))).isEqualTo(cause);
    }

    @ParameterizedTest
    @EnumSource(JobState.class)
    void state_thereAndBack_isTheSame(JobState state) throws Exception {
        assertThat(JobStateMessages.fromProto(JobStateMessages.toProto(state))).isEqualTo(state);
    }

    @Test
    void jobId_thereAndBack_isTheSame() throws Exception {
        JobId id = new JobId(-2, 3);
        assertThat(JobIdMessages.fromProto(JobIdMessages.toProto(id))).isEqualTo(id);
    }

    @Test
    void textForPeople_withControlCharacters_becomesOneHarmlessLine() throws Exception {
        var event = new JobEvent.StateChanged(
                1, TIME, JobState.QUEUED, "\u001b[2Ja\r\nb\u202ec", Optional.empty(), Duration.ZERO);

        var raw = JobEventMessages.toProto(event).toBuilder();
        raw.getStateChangedBuilder().setDetail("\u001b[2Ja\r\nb\u202ec");

        assertThat(((JobEvent.StateChanged) JobEventMessages.fromProto(JobEventMessages.toProto(event))).detail())
                .isEqualTo(" [2Ja  b c");
        assertThat(((JobEvent.StateChanged) JobEventMessages.fromProto(raw.build())).detail())
                .isEqualTo(" [2Ja  b c");
    }

    @Test
    void textForPeople_tooLong_isCutWhenWritten() throws Exception {
        JobEnd end = new JobEnd(
                JobState.FAILED,
                Optional.empty(),
                Cause.VM_FAILED,
                "x".repeat(3_999) + "\ud83d\ude00",
                "",
                Usage.NOTHING,
                Optional.empty(),
                false);

        assertThat(JobEndMessages.fromProto(JobEndMessages.toProto(end)).message())
                .isEqualTo("x".repeat(3_999));
    }

    @Test
    void output_tooLong_isNeverWritten() {
        Blob data = Blob.copyOf(new byte[JobEventMessages.MAX_OUTPUT_BYTES + 1]);

        assertThatThrownBy(() -> JobEventMessages.toProto(new JobEvent.Output(1, TIME, false, data)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("output");
    }

    private static JobEnd end(JobState state, ProgramResult result) {
        return new JobEnd(state, Optional.of(result), Cause.PROGRAM_ENDED, "", "", USAGE, Optional.empty(), false);
    }
}
