package io.omerta.vm.qemu;

import static org.assertj.core.api.Assertions.assertThat;

import io.omerta.core.config.Configuration;
import io.omerta.core.job.ProgramResult;
import io.omerta.vm.VirtualMachine;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What programs take for the identity of a machine. */
@Timeout(300)
class GuestIdentityIT {
    private static final String SCRIPT = """
        cat /etc/machine-id /proc/sys/kernel/random/boot_id /sys/class/net/eth0/address
        head -c 16 /dev/urandom | od -An -tx1
        """;

    @TempDir
    Path directory;

    @Test
    void guests_haveNothingInCommon() throws Exception {
        try (RunningHypervisor running = RunningHypervisor.open(directory, Configuration.Acceleration.TCG)) {
            List<String> first = identity(running);
            List<String> second = identity(running);
            assertThat(first).hasSize(4).doesNotContainAnyElementsOf(second);
            assertThat(first.get(0)).matches("[0-9a-f]{12}4[0-9a-f]{3}[89ab][0-9a-f]{15}");
            assertThat(first.get(1)).matches("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}");
        }
    }

    @Test
    void guest_hasTheMacAddressThatItWasTold() throws Exception {
        try (RunningHypervisor running = RunningHypervisor.open(directory, Configuration.Acceleration.TCG);
                VirtualMachine machine = running.boot()) {
            GuestRun run = new GuestRun(machine).start(List.of(), "cat", "/sys/class/net/eth0/address");
            assertThat(run.finish().result()).isEqualTo(new ProgramResult.ExitCode(0));
            assertThat(run.standardOutput()).asString().isEqualTo(run.macAddress() + "\n");
        }
    }

    private static List<String> identity(RunningHypervisor running) throws Exception {
        try (VirtualMachine machine = running.boot()) {
            GuestRun run = new GuestRun(machine).start(List.of(), "sh", "-ec", SCRIPT);
            assertThat(run.finish().result()).isEqualTo(new ProgramResult.ExitCode(0));
            return new String(run.standardOutput(), StandardCharsets.US_ASCII)
                    .lines()
                    .toList();
        }
    }
}
