package io.omerta.vm.qemu;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.omerta.core.config.Configuration;
import io.omerta.core.job.Blob;
import io.omerta.core.job.ProgramResult;
import io.omerta.core.job.Resources;
import io.omerta.core.job.SentFile;
import io.omerta.vm.VirtualMachine;
import io.omerta.vm.VmExit;
import io.omerta.vm.VmRequest;
import io.omerta.vm.VmState;
import io.omerta.vm.agent.AgentEvent;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Real machines from the real image. */
@Timeout(300)
class QemuMachineIT {
    private static final Duration SOON = Duration.ofSeconds(60);
    private static final int LOOKS = 60;

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
    void booted_onRun_givesBothStreamsAndTheExitCode() throws Exception {
        try (VirtualMachine machine = running.boot()) {
            assertThat(machine.state()).isEqualTo(VmState.BOOTING);
            GuestRun run = new GuestRun(machine).start(List.of(), "sh", "-c", "echo hello; echo oops >&2; exit 3");
            assertThat(machine.state()).isEqualTo(VmState.READY);
            assertThat(run.finish().result()).isEqualTo(new ProgramResult.ExitCode(3));
            assertThat(run.standardOutput()).asString().isEqualTo("hello\n");
            assertThat(run.standardError()).asString().isEqualTo("oops\n");
            machine.agent().powerOff();
            assertThat(machine.awaitExit(SOON)).contains(new VmExit.PoweredOff());
            assertThat(machine.state()).isEqualTo(VmState.EXITED);
        }
    }

    @Test
    void binaryFile_onCopyToBothStreams_arrivesByteForByte() throws Exception {
        byte[] bytes = new byte[3 << 20];
        new Random(5).nextBytes(bytes);
        SentFile file = new SentFile("data.bin", Blob.copyOf(bytes), 0644);
        try (VirtualMachine machine = running.boot()) {
            GuestRun run = new GuestRun(machine)
                    .start(List.of(file), "sh", "-c", "cat data.bin & cat data.bin >&2; wait; kill -USR1 $$");
            assertThat(run.finish().result()).isEqualTo(new ProgramResult.Signal(10));
            assertThat(run.standardOutput()).isEqualTo(bytes);
            assertThat(run.standardError()).isEqualTo(bytes);
        }
    }

    @Test
    void runningProgram_onSignal_endsByIt() throws Exception {
        try (VirtualMachine machine = running.boot()) {
            GuestRun run = new GuestRun(machine).start(List.of(), "sh", "-c", "echo x; exec sleep 1000");
            assertThat(run.next()).isInstanceOf(AgentEvent.Output.class);
            machine.agent().signal(15);
            assertThat(run.finish().result()).isEqualTo(new ProgramResult.Signal(15));
        }
    }

    @Test
    void runningProgram_onStop_executesNothingMore() throws Exception {
        try (VirtualMachine machine = running.boot()) {
            GuestRun run = new GuestRun(machine).start(List.of(), "sh", "-c", "while :; do echo x; done");
            assertThat(run.next()).isInstanceOf(AgentEvent.Output.class);
            machine.stop();
            assertThat(machine.awaitExit(Duration.ZERO)).contains(new VmExit.Stopped());
            await().atMost(SOON).until(() -> run.next() instanceof AgentEvent.Closed);
        }
    }

    @Test
    void agentChannel_onClose_endsTheGuest() throws Exception {
        try (VirtualMachine machine = running.boot()) {
            new GuestRun(machine).start(List.of(), "sleep", "1000");
            machine.agent().close();
            assertThat(machine.awaitExit(SOON)).contains(new VmExit.PoweredOff());
        }
    }

    @Test
    void machineOfTwoCpus_hasTwo() throws Exception {
        VmRequest one = RealImage.request();
        Resources two =
                new Resources(2, one.resources().memoryBytes(), one.resources().diskBytes());
        try (VirtualMachine machine = running.hypervisor().boot(new VmRequest(one.job(), one.image(), two))) {
            GuestRun run = new GuestRun(machine).start(List.of(), "nproc");
            assertThat(run.finish().result()).isEqualTo(new ProgramResult.ExitCode(0));
            assertThat(run.standardOutput()).asString().isEqualTo("2\n");
        }
    }

    /** An emulated guest reads the host's own time stamp counter: the rate that it is told has to be true. */
    @Test
    void guestClock_keepsTime() throws Exception {
        try (VirtualMachine machine = running.boot()) {
            String script = "import time\nfor _ in range(" + LOOKS
                    + "): print(time.monotonic_ns(), flush=True); time.sleep(0.25)";
            GuestRun run = new GuestRun(machine).start(List.of(), "python3", "-c", script);
            List<Long> late = new ArrayList<>();
            for (int heard = 0; heard < LOOKS; heard = late.size()) {
                assertThat(run.next()).isInstanceOf(AgentEvent.Output.class);
                long now = System.nanoTime();
                times(run).skip(heard).forEach(time -> late.add(now - time));
            }
            // A busy host hears of some of them late, but not of all; a wrong rate is off by more and more.
            long drift =
                    Collections.min(late.subList(2 * LOOKS / 3, LOOKS)) - Collections.min(late.subList(0, LOOKS / 3));
            assertThat(Duration.ofNanos(drift)).isBetween(Duration.ofSeconds(-1), Duration.ofSeconds(1));
        }
    }

    private static LongStream times(GuestRun run) {
        String text = new String(run.standardOutput(), StandardCharsets.US_ASCII);
        return text.substring(0, text.lastIndexOf('\n') + 1).lines().mapToLong(Long::parseLong);
    }

    /** Guests that measure their counter's rate while others start were seen to hang. */
    @Test
    void threeAtOnce_allBoot() throws Exception {
        try (VirtualMachine first = running.boot();
                VirtualMachine second = running.boot();
                VirtualMachine third = running.boot()) {
            for (VirtualMachine machine : List.of(first, second, third)) {
                GuestRun run = new GuestRun(machine).start(List.of(), "true");
                assertThat(run.finish().result()).isEqualTo(new ProgramResult.ExitCode(0));
            }
        }
    }

    @Test
    void hypervisor_onClose_endsEveryMachine() throws Exception {
        VirtualMachine machine = running.boot();
        running.close();
        assertThat(machine.state()).isEqualTo(VmState.CLOSED);
        assertThat(machine.agent().receive()).isEqualTo(new AgentEvent.Closed());
    }
}
