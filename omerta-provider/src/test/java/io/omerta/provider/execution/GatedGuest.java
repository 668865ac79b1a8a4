package io.omerta.provider.execution;

import io.omerta.core.job.Blob;
import io.omerta.core.job.RogueConnection;
import io.omerta.vm.Hypervisor;
import io.omerta.vm.VmRequest;
import io.omerta.vm.agent.AgentEvent;
import io.omerta.vm.agent.GuestConfiguration;
import io.omerta.vm.agent.GuestProgram;
import io.omerta.vm.agent.VpnSettings;
import io.omerta.vm.frame.MacAddress;
import java.io.ByteArrayOutputStream;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** A real guest behind the real gate, with the tunnel of a job and a test in the place of the job's life. */
final class GatedGuest implements AutoCloseable {
    /** Several times what an emulated guest needs on a host that is busy. */
    static final Duration LIMIT = Duration.ofSeconds(60);

    static final Inet4Address ADDRESS = address(10, 0, 0, 2);
    static final Inet4Address HUB_ADDRESS = address(10, 0, 0, 1);
    static final int MTU = 1408;

    private static final SecureRandom RANDOM = new SecureRandom();
    private static final int KEY_BYTES = 32;
    private static final int PROCESSES = 100;

    private final MacAddress macAddress = MacAddress.random(RANDOM);
    private final Tunnel tunnel = new Tunnel(new Traffic());
    private final Mailbox mailbox = new Mailbox();
    private final ByteArrayOutputStream output = new ByteArrayOutputStream();
    private final VmRequest request;
    private final Machine machine;

    /** What came of the guest. */
    sealed interface Outcome {
        /** Its gate has ended it. */
        record Rogue(RogueConnection connection) implements Outcome {}

        /** Its program has ended. */
        record Ended(AgentEvent.Ended how) implements Outcome {}

        /** It was lost, or silent for too long. */
        record Lost(String why) implements Outcome {}
    }

    GatedGuest(Hypervisor hypervisor, VmRequest request) {
        this.request = request;
        machine =
                new Machine(CompletableFuture.completedFuture(hypervisor), request, macAddress, LIMIT, mailbox, tunnel);
    }

    MacAddress macAddress() {
        return macAddress;
    }

    Tunnel tunnel() {
        return tunnel;
    }

    /** Keys that belong to nobody. */
    static VpnSettings anyVpn() {
        return new VpnSettings(random(), random(), Optional.empty(), ADDRESS, HUB_ADDRESS, MTU);
    }

    /** Boots the guest, configures it and runs the program, until one of them ends. */
    Outcome run(VpnSettings vpn, List<String> argv) throws InterruptedException {
        machine.boot();
        Optional<Outcome> outcome = Optional.empty();
        while (outcome.isEmpty()) {
            outcome = mailbox.take(LIMIT)
                    .map(happening -> on(happening, vpn, argv))
                    .orElse(Optional.of(new Outcome.Lost("nothing happened; it wrote: " + output())));
        }
        return outcome.get();
    }

    private Optional<Outcome> on(Happening happening, VpnSettings vpn, List<String> argv) {
        return switch (happening) {
            case Happening.VmReady ready -> {
                machine.tell(agent ->
                        agent.configure(new GuestConfiguration("it", Instant.now(), random(), macAddress, vpn)));
                yield Optional.empty();
            }
            case Happening.FromGuest said -> on(said.event(), argv);
            case Happening.RogueDetected rogue -> Optional.of(new Outcome.Rogue(rogue.connection()));
            case Happening.VmLost lost -> Optional.of(new Outcome.Lost(lost.sentence()));
            default -> throw new IllegalStateException("nobody asked for " + happening);
        };
    }

    private Optional<Outcome> on(AgentEvent event, List<String> argv) {
        switch (event) {
            case AgentEvent.Configured configured -> machine.tell(agent -> agent.run(program(argv)));
            case AgentEvent.Output wrote -> output.writeBytes(wrote.data().toBytes());
            case AgentEvent.Ended ended -> {
                return Optional.of(new Outcome.Ended(ended));
            }
            case AgentEvent.Started started -> {}
            default -> {
                return Optional.of(new Outcome.Lost("the guest said " + event));
            }
        }
        return Optional.empty();
    }

    private GuestProgram program(List<String> argv) {
        return new GuestProgram(
                argv,
                List.of(),
                List.of(),
                request.resources().memoryBytes(),
                PROCESSES,
                request.resources().diskBytes());
    }

    /** What its program wrote so far. */
    String output() {
        return output.toString(StandardCharsets.UTF_8);
    }

    /** Once it has ended: what it sent at last that was not its tunnel. */
    Optional<RogueConnection> awaitLastFrame() throws InterruptedException {
        return machine.awaitLastFrame();
    }

    void stop() {
        machine.stop();
    }

    private static Blob random() {
        byte[] bytes = new byte[KEY_BYTES];
        RANDOM.nextBytes(bytes);
        return Blob.copyOf(bytes);
    }

    private static Inet4Address address(int... parts) {
        try {
            byte[] bytes = {(byte) parts[0], (byte) parts[1], (byte) parts[2], (byte) parts[3]};
            return (Inet4Address) InetAddress.getByAddress(bytes);
        } catch (UnknownHostException e) {
            throw new IllegalArgumentException(e);
        }
    }

    @Override
    public void close() {
        machine.close();
    }
}
