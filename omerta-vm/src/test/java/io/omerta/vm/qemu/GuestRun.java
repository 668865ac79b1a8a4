package io.omerta.vm.qemu;

import static org.assertj.core.api.Assertions.assertThat;

import io.omerta.core.job.Blob;
import io.omerta.core.job.SentFile;
import io.omerta.vm.VirtualMachine;
import io.omerta.vm.agent.AgentEvent;
import io.omerta.vm.agent.GuestConfiguration;
import io.omerta.vm.agent.GuestProgram;
import io.omerta.vm.agent.VpnSettings;
import io.omerta.vm.frame.MacAddress;
import java.io.ByteArrayOutputStream;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Takes one machine through the life of a job. */
final class GuestRun {
    /** Several times what an emulated guest needs on a host that is busy. */
    static final Duration BOOT_LIMIT = Duration.ofMinutes(2);

    private static final SecureRandom RANDOM = new SecureRandom();

    private final VirtualMachine machine;
    private final MacAddress macAddress = MacAddress.random(RANDOM);
    private final ByteArrayOutputStream standardOutput = new ByteArrayOutputStream();
    private final ByteArrayOutputStream standardError = new ByteArrayOutputStream();

    GuestRun(VirtualMachine machine) {
        this.machine = machine;
    }

    /** Until the network is up. */
    void configure() throws Exception {
        machine.awaitReady(BOOT_LIMIT);
        machine.agent().configure(configuration());
        assertThat(machine.agent().receive(BOOT_LIMIT)).contains(new AgentEvent.Configured());
    }

    /** Until the program has started. */
    GuestRun start(List<SentFile> files, String... argv) throws Exception {
        configure();
        long limit = machine.request().resources().memoryBytes();
        machine.agent()
                .run(new GuestProgram(
                        List.of(argv),
                        List.of(),
                        files,
                        limit,
                        100,
                        machine.request().resources().diskBytes()));
        assertThat(machine.agent().receive(BOOT_LIMIT)).contains(new AgentEvent.Started());
        return this;
    }

    /** The next event; output is gathered. */
    AgentEvent next() throws InterruptedException {
        return take(machine.agent().receive());
    }

    AgentEvent take(AgentEvent event) {
        if (event instanceof AgentEvent.Output output) {
            (output.standardError() ? standardError : standardOutput)
                    .writeBytes(output.data().toBytes());
        }
        return event;
    }

    AgentEvent.Ended finish() throws InterruptedException {
        AgentEvent event = next();
        while (event instanceof AgentEvent.Output) {
            event = next();
        }
        if (event instanceof AgentEvent.Ended ended) {
            return ended;
        }
        throw new AssertionError("the machine " + machine.id() + " sent " + event);
    }

    /** That the guest was given. */
    MacAddress macAddress() {
        return macAddress;
    }

    byte[] standardOutput() {
        return standardOutput.toByteArray();
    }

    byte[] standardError() {
        return standardError.toByteArray();
    }

    private GuestConfiguration configuration() throws UnknownHostException {
        VpnSettings vpn = new VpnSettings(
                random(), random(), Optional.of(random()), address(10, 0, 0, 2), address(10, 0, 0, 1), 1408);
        return new GuestConfiguration("it", Instant.now(), random(), macAddress, vpn);
    }

    private static Blob random() {
        byte[] bytes = new byte[32];
        RANDOM.nextBytes(bytes);
        return Blob.copyOf(bytes);
    }

    private static Inet4Address address(int... parts) throws UnknownHostException {
        byte[] bytes = {(byte) parts[0], (byte) parts[1], (byte) parts[2], (byte) parts[3]};
        return (Inet4Address) InetAddress.getByAddress(bytes);
    }
}
