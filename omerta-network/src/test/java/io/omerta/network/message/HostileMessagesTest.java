package io.omerta.network.message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import io.grpc.Status;
import io.omerta.proto.job.Cause;
import io.omerta.proto.job.CommandLine;
import io.omerta.proto.job.GateCounts;
import io.omerta.proto.job.JobEnd;
import io.omerta.proto.job.JobEvent;
import io.omerta.proto.job.JobOutput;
import io.omerta.proto.job.JobSpec;
import io.omerta.proto.job.JobState;
import io.omerta.proto.job.ProgramFile;
import io.omerta.proto.job.Resources;
import io.omerta.proto.job.RogueConnection;
import io.omerta.proto.job.Script;
import io.omerta.proto.job.StateChanged;
import io.omerta.proto.job.Usage;
import java.util.Collections;
import java.util.Random;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

final class HostileMessagesTest {
    static Stream<Arguments> badJobs() {
        return Stream.of(
                job("job.program", job -> job.clearProgram()),
                job("job.resources", job -> job.clearResources()),
                job("resources.cpus", job -> job.getResourcesBuilder().setCpus(-1)),
                job("resources.memory_bytes", job -> job.getResourcesBuilder().setMemoryBytes(Long.MIN_VALUE)),
                job("job", job -> job.getResourcesBuilder().setCpus(0)),
                job("job", job -> job.getResourcesBuilder().setMemoryBytes(Long.MAX_VALUE)),
                job("job.script", job -> job.getScriptBuilder().setLanguage("../sh")),
                job("job.script.language", job -> job.getScriptBuilder().setLanguage("a".repeat(100))),
                job(
                        "job.script.source",
                        job -> job.getScriptBuilder().setSource(ByteString.copyFrom(new byte[(16 << 20) + 1]))),
                job("job.description", job -> job.setDescription("x".repeat(1_001))),
                job("job", job -> job.addEnvironment("no value")),
                job("job", job -> job.addAllEnvironment(Collections.nCopies(1_001, "a=b"))),
                job("job.environment", job -> job.addEnvironment("a=" + "b".repeat(200_000))),
                job(
                        "job.environment",
                        job -> job.addAllEnvironment(Collections.nCopies(20, "a=" + "b".repeat(100_000)))),
                job("job.time_limit_ms", job -> job.setTimeLimitMs(-1)),
                job("job.time_limit_ms", job -> job.setTimeLimitMs(400L * 86_400_000)),
                job("job.output_limit_bytes", job -> job.setOutputLimitBytes(Long.MIN_VALUE)),
                job("job.command_line", job -> job.setCommandLine(CommandLine.getDefaultInstance())),
                job(
                        "job.command_line",
                        job -> job.setCommandLine(CommandLine.newBuilder().addArgv("a\0b"))),
                job(
                        "job.command_line",
                        job -> job.setCommandLine(
                                CommandLine.newBuilder().addAllArgv(Collections.nCopies(5_000, "a")))),
                job(
                        "job.command_line.files",
                        job -> job.setCommandLine(CommandLine.newBuilder()
                                .addArgv("a")
                                .addAllFiles(Collections.nCopies(5_000, ProgramFile.getDefaultInstance())))),
                job(
                        "job.command_line.files",
                        job -> job.setCommandLine(CommandLine.newBuilder()
                                .addArgv("a")
                                .addFiles(ProgramFile.newBuilder().setName("../x")))),
                job(
                        "job.command_line.files",
                        job -> job.setCommandLine(CommandLine.newBuilder()
                                .addArgv("a")
                                .addFiles(ProgramFile.newBuilder().setName("x").setMode(04755)))));
    }

    @ParameterizedTest
    @MethodSource("badJobs")
    void badJob_whenRead_namesTheField(String field, JobSpec job) {
        var refused = catchThrowableOfType(InvalidMessageException.class, () -> JobSpecMessages.fromProto(job));

        assertThat(refused.field()).isEqualTo(field);
        assertThat(refused.toStatus().getStatus().getCode()).isEqualTo(Status.Code.INVALID_ARGUMENT);
        assertThat(refused.toStatus().getStatus().getDescription()).startsWith(field + ": ");
    }

    static Stream<Arguments> badEvents() {
        return Stream.of(
                event("event", event -> event.clearEvent()),
                event("event.sequence", event -> event.setSequence(0)),
                event("event.sequence", event -> event.setSequence(-1)),
                event("event.unix_time_ms", event -> event.setUnixTimeMs(Long.MIN_VALUE)),
                event("event.unix_time_ms", event -> event.setUnixTimeMs(Long.MAX_VALUE)),
                event("state", event -> event.setStateChanged(StateChanged.getDefaultInstance())),
                event(
                        "state",
                        event -> event.setStateChanged(StateChanged.newBuilder().setStateValue(99))),
                event("event.detail", event -> event.getStateChangedBuilder().setDetail("x".repeat(1_001))),
                event(
                        "event.provider_peer_id",
                        event -> event.getStateChangedBuilder().setProviderPeerId("x".repeat(65))),
                event(
                        "event.vm_ready_ms",
                        event -> event.getStateChangedBuilder().setVmReadyMs(-1)),
                event(
                        "event.output.data",
                        event -> event.setOutput(
                                JobOutput.newBuilder().setData(ByteString.copyFrom(new byte[(1 << 20) + 1])))),
                end("state", end -> end.clearState()),
                end("end", end -> end.setState(JobState.JOB_STATE_RUNNING)),
                end("end", end -> end.clearHow()),
                end("end", end -> end.setExitCode(256)),
                end("end", end -> end.setExitCode(-1)),
                end("end", end -> end.setSignal(0)),
                end("end", end -> end.setSignal(65)),
                end("end.cause", end -> end.clearCause()),
                end("end.cause", end -> end.setCauseValue(77)),
                end("end.message", end -> end.setMessage("x".repeat(4_001))),
                end("end.hint", end -> end.setHint("x".repeat(1_001))),
                end("usage.cpu_ms", end -> end.setUsage(Usage.newBuilder().setCpuMs(Long.MAX_VALUE))),
                end(
                        "usage.gate.dropped_out",
                        end -> end.setUsage(Usage.newBuilder()
                                .setGate(GateCounts.newBuilder().setDroppedOut(-1)))),
                end("usage.bytes_in", end -> end.setUsage(Usage.newBuilder().setBytesIn(-1))),
                end(
                        "rogue_connection.first_bytes",
                        end -> end.setRogueConnection(
                                RogueConnection.newBuilder().setFirstBytes(ByteString.copyFrom(new byte[65])))),
                end(
                        "rogue_connection.protocol",
                        end -> end.setRogueConnection(
                                RogueConnection.newBuilder().setProtocol("x".repeat(65)))));
    }

    @ParameterizedTest
    @MethodSource("badEvents")
    void badEvent_whenRead_namesTheField(String field, JobEvent event) {
        var refused = catchThrowableOfType(InvalidMessageException.class, () -> JobEventMessages.fromProto(event));

        assertThat(refused.field()).isEqualTo(field);
    }

    @Test
    void jobId_ofAnotherLength_isRefused() {
        var refused = catchThrowableOfType(
                InvalidMessageException.class, () -> JobIdMessages.fromProto(ByteString.copyFrom(new byte[17])));

        assertThat(refused.field()).isEqualTo("job_id");
    }

    @Test
    void damagedBytes_whenRead_giveAValueOrARefusal() {
        Random random = new Random(1);
        byte[] job = goodJob().build().toByteArray();
        byte[] event = goodEnd().build().toByteArray();
        for (int round = 0; round < 20_000; round++) {
            read(damaged(job, random), damaged(event, random));
        }
    }

    private static void read(byte[] job, byte[] event) {
        try {
            JobSpecMessages.toProto(JobSpecMessages.fromProto(JobSpec.parseFrom(job)));
        } catch (InvalidMessageException | InvalidProtocolBufferException e) {
            assertThat(e).hasMessageNotContaining("null");
        }
        try {
            JobEventMessages.toProto(JobEventMessages.fromProto(JobEvent.parseFrom(event)));
        } catch (InvalidMessageException | InvalidProtocolBufferException e) {
            assertThat(e).hasMessageNotContaining("null");
        }
    }

    private static byte[] damaged(byte[] good, Random random) {
        byte[] bad = good.clone();
        int changes = 1 + random.nextInt(4);
        for (int i = 0; i < changes; i++) {
            bad[random.nextInt(bad.length)] = (byte) random.nextInt(256);
        }
        return bad;
    }

    private static Arguments job(String field, Consumer<JobSpec.Builder> damage) {
        JobSpec.Builder job = goodJob();
        damage.accept(job);
        return arguments(field, job.build());
    }

    private static Arguments event(String field, Consumer<JobEvent.Builder> damage) {
        JobEvent.Builder event = JobEvent.newBuilder()
                .setSequence(1)
                .setUnixTimeMs(1)
                .setStateChanged(StateChanged.newBuilder().setState(JobState.JOB_STATE_QUEUED));
        damage.accept(event);
        return arguments(field, event.build());
    }

    private static Arguments end(String field, Consumer<JobEnd.Builder> damage) {
        JobEvent.Builder event = goodEnd();
        damage.accept(event.getEndedBuilder());
        return arguments(field, event.build());
    }

    private static JobSpec.Builder goodJob() {
        return JobSpec.newBuilder()
                .setScript(Script.newBuilder().setLanguage("bash").setSource(ByteString.copyFromUtf8("echo hi")))
                .setResources(Resources.newBuilder().setCpus(1).setMemoryBytes(1L << 30))
                .setDescription("test")
                .addEnvironment("A=b")
                .setTimeLimitMs(1_000);
    }

    private static JobEvent.Builder goodEnd() {
        JobEnd end = JobEnd.newBuilder()
                .setState(JobState.JOB_STATE_COMPLETED)
                .setExitCode(0)
                .setCause(Cause.CAUSE_PROGRAM_ENDED)
                .setMessage("fine")
                .setUsage(Usage.newBuilder().setCpuMs(5).setBytesIn(7))
                .setRogueConnection(RogueConnection.newBuilder().setProtocol("ARP"))
                .build();
        return JobEvent.newBuilder().setSequence(9).setUnixTimeMs(5).setEnded(end);
    }
}
