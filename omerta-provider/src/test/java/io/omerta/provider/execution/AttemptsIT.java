package io.omerta.provider.execution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.omerta.provider.capture.Pcap;
import io.omerta.provider.gate.Attempt;
import io.omerta.provider.gate.Attempts;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Root in a real guest, a fresh one for each attempt, sends what is not its tunnel. Captures at both ends tell: the frame left
 * the guest, and nothing left the provider, on any interface.
 */
@Timeout(120)
final class AttemptsIT {
    @TempDir
    private static Path directory;

    private static LonelyProvider provider;

    @BeforeAll
    static void start() throws IOException {
        provider = LonelyProvider.start(directory);
    }

    @AfterAll
    static void stop() throws Exception {
        try (LonelyProvider last = provider) {
            last.awaitEnd();
            assertThat(last.sentByTheHost())
                    .as("the capture sees what is sent to the LAN and over the loopback")
                    .hasSizeGreaterThanOrEqualTo(2)
                    .allSatisfy(AttemptsIT::isControl);
        }
    }

    static Stream<Arguments> attempts() {
        return Attempts.all().stream().map(attempt -> arguments(attempt.name(), attempt));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("attempts")
    void rootInAGuest_tries_losesItsVm_andNothingLeaves(String name, Attempt attempt) throws Exception {
        AttemptResult result = provider.awaitResult(name);

        AttemptResult.Evidence verdict = result.verdict();
        if (verdict == null) {
            throw new AssertionError("no verdict: " + result.outcome());
        }
        List<byte[]> frames = attempt.framesOf(HexFormat.of().parseHex(result.mac()));
        byte[] rogue = frames.getLast();
        assertThat(verdict.frameBytes()).isEqualTo(rogue.length);
        assertThat(HexFormat.of().parseHex(verdict.firstBytes()))
                .hasSize(Math.min(64, rogue.length))
                .isEqualTo(Arrays.copyOf(rogue, verdict.firstBytes().length() / 2));
        assertThat(Pcap.read(directory.resolve(result.capture())))
                .as("what left the guest")
                .containsExactlyElementsOf(frames);
        assertThat(result.exit()).isEqualTo("the virtual machine was stopped");
        assertThat(result.leftTheProvider()).isZero();
        assertThat(provider.sentByTheHost()).as("what left the provider").allSatisfy(AttemptsIT::isControl);
    }

    private static void isControl(byte[] packet) {
        assertThat(new String(packet, StandardCharsets.ISO_8859_1)).contains(AttemptProgram.CONTROL);
    }
}
