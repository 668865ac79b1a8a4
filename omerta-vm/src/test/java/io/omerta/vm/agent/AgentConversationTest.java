package io.omerta.vm.agent;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import io.omerta.core.job.Blob;
import io.omerta.core.job.ProgramResult;
import io.omerta.proto.agent.Configured;
import io.omerta.proto.agent.Ended;
import io.omerta.proto.agent.Failure;
import io.omerta.proto.agent.FromGuest;
import io.omerta.proto.agent.Output;
import io.omerta.proto.agent.Ready;
import io.omerta.proto.agent.Started;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class AgentConversationTest {
    private static final FromGuest READY = ready(1, "6.1.0", 5_000_000);
    private static final FromGuest CONFIGURED = FromGuest.newBuilder()
            .setConfigured(Configured.getDefaultInstance())
            .build();
    private static final FromGuest STARTED =
            FromGuest.newBuilder().setStarted(Started.getDefaultInstance()).build();
    private static final FromGuest EXIT_0 = ended(Ended.newBuilder().setExitCode(0));

    @Test
    void problemsWithCards_areToldHarmlessly() {
        AgentEvent event = asked().accept(bytes(readyWithProblems(List.of("no driver", "\u001b[31m"))));
        assertThat(event)
                .isInstanceOfSatisfying(
                        AgentEvent.Ready.class,
                        ready -> assertThat(ready.cardProblems()).containsExactly("no driver", "?[31m"));
    }

    @Test
    void honestGuest_isUnderstood() {
        AgentConversation conversation = asked();
        assertThat(conversation.accept(bytes(READY))).isEqualTo(new AgentEvent.Ready("6.1.0", Duration.ofMillis(5)));
        assertThat(conversation.accept(bytes(CONFIGURED))).isEqualTo(new AgentEvent.Configured());
        assertThat(conversation.accept(bytes(STARTED))).isEqualTo(new AgentEvent.Started());
        assertThat(conversation.accept(bytes(output(1, 1, "out"))))
                .isEqualTo(new AgentEvent.Output(1, false, Blob.ofText("out")));
        assertThat(conversation.accept(bytes(output(2, 2, "err"))))
                .isEqualTo(new AgentEvent.Output(2, true, Blob.ofText("err")));
        FromGuest killed = ended(Ended.newBuilder()
                .setSignal(9)
                .setWallNs(1)
                .setCpuNs(2)
                .setPeakMemoryBytes(3)
                .setOutOfMemory(true));
        assertThat(conversation.accept(bytes(killed)))
                .isEqualTo(new AgentEvent.Ended(
                        new ProgramResult.Signal(9),
                        Duration.ofNanos(1),
                        Duration.ofNanos(2),
                        3,
                        true,
                        false,
                        false,
                        false));
    }

    @Test
    void unasked_onConfigured_misbehaves() {
        AgentConversation conversation = new AgentConversation();
        conversation.accept(bytes(READY));
        assertThat(conversation.accept(bytes(CONFIGURED)))
                .isEqualTo(new AgentEvent.GuestMisbehaved("Configured without having been asked"));
    }

    @Test
    void unasked_onStarted_misbehaves() {
        AgentConversation conversation = new AgentConversation();
        conversation.accept(bytes(READY));
        conversation.configureSent();
        conversation.accept(bytes(CONFIGURED));
        assertThat(conversation.accept(bytes(STARTED))).isInstanceOf(AgentEvent.GuestMisbehaved.class);
    }

    @Test
    void failure_isMadeHarmlessForTerminals() {
        FromGuest failure = failure("could not\n\u001b[31mboot\u0000 ünder " + "x".repeat(1000));
        assertThat(new AgentConversation().accept(bytes(failure)))
                .isInstanceOfSatisfying(
                        AgentEvent.Failure.class,
                        event -> assertThat(event.message())
                                .startsWith("could not??[31mboot? ?nder xxx")
                                .hasSize(400));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("violations")
    void violation_isMisbehaviour(String name, List<FromGuest> honest, FromGuest violation) {
        AgentConversation conversation = asked();
        for (FromGuest message : honest) {
            assertThat(conversation.accept(bytes(message))).isNotInstanceOf(AgentEvent.GuestMisbehaved.class);
        }
        assertThat(conversation.accept(bytes(violation)))
                .as(name)
                .isInstanceOfSatisfying(
                        AgentEvent.GuestMisbehaved.class,
                        event -> assertThat(event.reason()).isNotBlank());
    }

    static Stream<Arguments> violations() {
        List<FromGuest> nothing = List.of();
        List<FromGuest> booted = List.of(READY);
        List<FromGuest> configured = List.of(READY, CONFIGURED);
        List<FromGuest> running = List.of(READY, CONFIGURED, STARTED);
        List<FromGuest> wrote = List.of(READY, CONFIGURED, STARTED, output(1, 1, "a"));
        List<FromGuest> over = List.of(READY, CONFIGURED, STARTED, EXIT_0);
        List<FromGuest> failed = List.of(failure("no"));
        return Stream.of(
                Arguments.of("empty message", nothing, FromGuest.getDefaultInstance()),
                Arguments.of("configured before ready", nothing, CONFIGURED),
                Arguments.of("started before ready", nothing, STARTED),
                Arguments.of("output before ready", nothing, output(1, 1, "a")),
                Arguments.of("ended before ready", nothing, EXIT_0),
                Arguments.of("another protocol", nothing, ready(2, "6.1.0", 1)),
                Arguments.of("protocol 0", nothing, ready(0, "6.1.0", 1)),
                Arguments.of("uptime of 600 years", nothing, ready(1, "6.1.0", -1)),
                Arguments.of("9 problems with cards", nothing, readyWithProblems(Collections.nCopies(9, "no"))),
                Arguments.of("ready twice", booted, READY),
                Arguments.of("started before configured", booted, STARTED),
                Arguments.of("configured twice", configured, CONFIGURED),
                Arguments.of("output before started", configured, output(1, 1, "a")),
                Arguments.of("ended before started", configured, EXIT_0),
                Arguments.of("started twice", running, STARTED),
                Arguments.of("output from 0", running, output(0, 1, "a")),
                Arguments.of("output from 2", running, output(2, 1, "a")),
                Arguments.of("output repeated", wrote, output(1, 1, "a")),
                Arguments.of("output with a gap", wrote, output(3, 1, "a")),
                Arguments.of("output at 2^64-1", wrote, output(-1, 1, "a")),
                Arguments.of("output of no stream", wrote, output(2, 0, "a")),
                Arguments.of("output of stream 3", wrote, output(2, 3, "a")),
                Arguments.of("output of nothing", wrote, output(2, 1, "")),
                Arguments.of("output of 65,537 bytes", wrote, output(2, 1, "a".repeat(65_537))),
                Arguments.of("ended without a result", running, ended(Ended.newBuilder())),
                Arguments.of("exit code 256", running, ended(Ended.newBuilder().setExitCode(256))),
                Arguments.of("exit code -1", running, ended(Ended.newBuilder().setExitCode(-1))),
                Arguments.of("signal 0", running, ended(Ended.newBuilder().setSignal(0))),
                Arguments.of("signal 65", running, ended(Ended.newBuilder().setSignal(65))),
                Arguments.of(
                        "negative wall",
                        running,
                        ended(Ended.newBuilder().setExitCode(0).setWallNs(-1))),
                Arguments.of(
                        "negative cpu",
                        running,
                        ended(Ended.newBuilder().setExitCode(0).setCpuNs(-1))),
                Arguments.of(
                        "negative memory",
                        running,
                        ended(Ended.newBuilder().setExitCode(0).setPeakMemoryBytes(-1))),
                Arguments.of("ended twice", over, EXIT_0),
                Arguments.of("output after the end", over, output(1, 1, "a")),
                Arguments.of("failure after the end", over, failure("no")),
                Arguments.of("failure twice", failed, failure("no")),
                Arguments.of("ready after failure", failed, READY));
    }

    @Test
    void randomBytes_neverThrow() {
        Random random = new Random(11);
        for (int i = 0; i < 50_000; i++) {
            byte[] bytes = new byte[random.nextInt(64)];
            random.nextBytes(bytes);
            assertThat(asked().accept(ByteBuffer.wrap(bytes))).isNotNull();
        }
    }

    private static AgentConversation asked() {
        AgentConversation conversation = new AgentConversation();
        conversation.configureSent();
        conversation.runSent();
        return conversation;
    }

    private static ByteBuffer bytes(FromGuest message) {
        return ByteBuffer.wrap(message.toByteArray());
    }

    private static FromGuest ready(int protocol, String kernel, long uptime) {
        return FromGuest.newBuilder()
                .setReady(Ready.newBuilder()
                        .setProtocol(protocol)
                        .setKernel(kernel)
                        .setUptimeNs(uptime))
                .build();
    }

    private static FromGuest readyWithProblems(List<String> problems) {
        Ready.Builder ready = Ready.newBuilder().setProtocol(1).addAllCardProblems(problems);
        return FromGuest.newBuilder().setReady(ready).build();
    }

    private static FromGuest output(long sequence, int stream, String data) {
        return FromGuest.newBuilder()
                .setOutput(Output.newBuilder()
                        .setSequence(sequence)
                        .setStreamValue(stream)
                        .setData(ByteString.copyFromUtf8(data)))
                .build();
    }

    private static FromGuest ended(Ended.Builder ended) {
        return FromGuest.newBuilder().setEnded(ended).build();
    }

    private static FromGuest failure(String message) {
        return FromGuest.newBuilder()
                .setFailure(Failure.newBuilder().setMessage(message))
                .build();
    }
}
