package io.omerta.vm.standin;

import static org.assertj.core.api.Assertions.assertThat;

import io.omerta.core.job.Blob;
import io.omerta.core.job.JobId;
import io.omerta.core.job.ProgramResult;
import io.omerta.core.job.Resources;
import io.omerta.vm.VirtualMachine;
import io.omerta.vm.VmExit;
import io.omerta.vm.VmRequest;
import io.omerta.vm.VmState;
import io.omerta.vm.agent.AgentEvent;
import io.omerta.vm.agent.GuestConfiguration;
import io.omerta.vm.agent.GuestProgram;
import io.omerta.vm.agent.VpnSettings;
import io.omerta.vm.frame.MacAddress;
import java.net.Inet4Address;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StandInHypervisorTest {
    private static final Duration SOON = Duration.ofSeconds(10);

    @TempDir
    Path directory;

    @Test
    void printingScript_onRun_printsAndExits() throws Exception {
        try (StandInHypervisor hypervisor = new StandInHypervisor(GuestScript.printing("hello", 3));
                VirtualMachine machine = hypervisor.boot(request())) {
            assertThat(machine.state()).isEqualTo(VmState.BOOTING);
            machine.awaitReady(SOON);
            assertThat(machine.state()).isEqualTo(VmState.READY);
            machine.agent().configure(configuration());
            assertThat(machine.agent().receive()).isEqualTo(new AgentEvent.Configured());
            machine.agent().run(new GuestProgram(List.of("true"), List.of(), List.of(), 1 << 20, 10, 1 << 20));
            assertThat(machine.agent().receive()).isEqualTo(new AgentEvent.Started());
            assertThat(machine.agent().receive()).isEqualTo(new AgentEvent.Output(1, false, Blob.ofText("hello")));
            assertThat(machine.agent().receive())
                    .isInstanceOfSatisfying(
                            AgentEvent.Ended.class,
                            ended -> assertThat(ended.result()).isEqualTo(new ProgramResult.ExitCode(3)));
            machine.agent().powerOff();
            assertThat(machine.awaitExit(SOON)).contains(new VmExit.PoweredOff());
        }
    }

    @Test
    void silentScript_onClose_endsAndIsClosed() throws Exception {
        try (StandInHypervisor hypervisor = new StandInHypervisor(GuestScript.silent())) {
            VirtualMachine machine = hypervisor.boot(request());
            machine.close();
            assertThat(machine.agent().receive()).isEqualTo(new AgentEvent.Closed());
            assertThat(machine.state()).isEqualTo(VmState.CLOSED);
            assertThat(machine.awaitExit(SOON)).contains(new VmExit.Stopped());
            assertThat(hypervisor.open()).isZero();
        }
    }

    private VmRequest request() throws Exception {
        return new VmRequest(new JobId(1, 2), StandInImage.create(directory), new Resources(1, 64 << 20, 1L << 30));
    }

    private static GuestConfiguration configuration() throws Exception {
        Blob key = Blob.copyOf(new byte[32]);
        Inet4Address guest = (Inet4Address) Inet4Address.getByAddress(new byte[] {10, 0, 0, 2});
        Inet4Address hub = (Inet4Address) Inet4Address.getByAddress(new byte[] {10, 0, 0, 1});
        return new GuestConfiguration(
                "job",
                Instant.EPOCH,
                key,
                new MacAddress(0x0280_0000_0001L),
                new VpnSettings(key, key, Optional.empty(), guest, hub, 1408));
    }
}
