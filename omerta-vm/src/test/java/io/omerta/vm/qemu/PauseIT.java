package io.omerta.vm.qemu;

import static org.assertj.core.api.Assertions.assertThat;

import io.omerta.core.config.Configuration;
import io.omerta.vm.VirtualMachine;
import io.omerta.vm.VmExit;
import io.omerta.vm.agent.AgentEvent;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A real machine that stands still, and goes on. */
@Timeout(300)
class PauseIT {
    private static final Duration STILL = Duration.ofSeconds(3);
    private static final Duration SOON = Duration.ofSeconds(60);

    /** What QEMU itself does meanwhile: nothing but wait for a command. */
    private static final Duration LITTLE = Duration.ofMillis(100);

    /** Never rests, and writes lines TIME COUNT. */
    private static final String COUNTING = """
        i=0
        while :; do
            i=$((i + 1))
            [ $((i % 2000)) = 0 ] && echo "${EPOCHREALTIME/./} $i"
        done
        """;

    @TempDir
    Path directory;

    private RunningHypervisor running;

    @BeforeEach
    void open() throws Exception {
        running = RunningHypervisor.open(directory, Configuration.Acceleration.TCG);
    }

    @AfterEach
    void close() throws Exception {
        running.close();
        running.assertNothingIsLeft();
    }

    @Test
    void paused_usesNoProcessor_andResumed_goesOnAtTheRightTime() throws Exception {
        try (VirtualMachine machine = running.boot()) {
            GuestRun run = new GuestRun(machine).start(List.of(), "bash", "-c", COUNTING);
            awaitLine(run);

            machine.pause();
            drain(machine, run);
            int linesBefore = lines(run).size();
            Duration cpuBefore = processorTime();
            assertThat(machine.agent().receive(STILL)).isEmpty();
            assertThat(processorTime().minus(cpuBefore)).isLessThan(LITTLE);

            Instant resumedAt = Instant.now();
            machine.agent().setClock(Instant.now());
            machine.resume();
            while (lines(run).size() < linesBefore + 20) {
                run.next();
            }
            assertCounted(lines(run));
            // The first may have asked for the time before it was set, the second has been through the loop since.
            assertThat(time(lines(run).get(linesBefore + 1))).isBetween(resumedAt.minusMillis(50), Instant.now());
        }
    }

    @Test
    void paused_onStop_ends() throws Exception {
        try (VirtualMachine machine = running.boot()) {
            GuestRun run = new GuestRun(machine).start(List.of(), "bash", "-c", COUNTING);
            awaitLine(run);
            machine.pause();
            machine.pause();

            machine.stop();

            assertThat(machine.awaitExit(SOON)).contains(new VmExit.Stopped());
        }
    }

    private static void awaitLine(GuestRun run) throws InterruptedException {
        while (lines(run).isEmpty()) {
            run.next();
        }
    }

    /** What was on its way. */
    private static void drain(VirtualMachine machine, GuestRun run) throws InterruptedException {
        Optional<AgentEvent> event = machine.agent().receive(Duration.ofSeconds(1));
        while (event.isPresent()) {
            run.take(event.get());
            event = machine.agent().receive(Duration.ofSeconds(1));
        }
    }

    private static List<String> lines(GuestRun run) {
        String text = new String(run.standardOutput(), java.nio.charset.StandardCharsets.US_ASCII);
        return text.substring(0, text.lastIndexOf('\n') + 1).lines().toList();
    }

    private static Instant time(String line) {
        return Instant.EPOCH.plusNanos(Long.parseLong(line.split(" ")[0]) * 1_000);
    }

    private static void assertCounted(List<String> lines) {
        for (int i = 0; i < lines.size(); i++) {
            assertThat(lines.get(i)).endsWith(" " + (i + 1) * 2000);
        }
    }

    private static Duration processorTime() {
        return ProcessHandle.current()
                .descendants()
                .map(process -> process.info().totalCpuDuration().orElseThrow())
                .reduce(Duration.ZERO, Duration::plus);
    }
}
