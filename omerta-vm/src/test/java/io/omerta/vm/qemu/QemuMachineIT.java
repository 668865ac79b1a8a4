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
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Real machines from the real image. */
@Timeout(300)
class QemuMachineIT {
    private static final Duration SOON = Duration.ofSeconds(15);

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
            String script = "import time; print(1, flush=True); a = time.monotonic(); time.sleep(10); "
                    + "print(time.monotonic() - a, flush=True)";
            GuestRun run = new GuestRun(machine).start(List.of(), "python3", "-c", script);
            assertThat(run.next()).isInstanceOf(AgentEvent.Output.class);
            long start = System.nanoTime();
            assertThat(run.next()).isInstanceOf(AgentEvent.Output.class);
            double host = (System.nanoTime() - start) / 1e9;
            double guest =
                    Double.parseDouble(new String(run.standardOutput(), java.nio.charset.StandardCharsets.US_ASCII)
                            .lines()
                            .skip(1)
                            .findFirst()
                            .orElseThrow());
            // A busy host may wake either side late, by tenths of a second; a wrong rate is off by seconds.
            assertThat(host).isBetween(guest - 1, guest + 1);
            assertThat(guest).isBetween(9.99, 11.5);
        }
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
