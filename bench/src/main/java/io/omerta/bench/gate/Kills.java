package io.omerta.bench.gate;

import io.omerta.bench.vm.Rig;
import io.omerta.bench.vm.Samples;
import io.omerta.provider.gate.FrameGate;
import io.omerta.provider.gate.Verdict;
import io.omerta.vm.VirtualMachine;
import io.omerta.vm.VmRequest;
import io.omerta.vm.agent.GuestProgram;
import io.omerta.vm.frame.MacAddress;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Real guests whose root sends a frame that is not the tunnel's, with the gate behind their link. */
final class Kills {
    private static final SecureRandom RANDOM = new SecureRandom();

    /** A daemon has ended machines before, or at least loaded the classes for it. */
    private static final int WARM_UP = 3;

    /** Goes on with all that it has, as what ends it is to end it. */
    private static final String SCRIPT = """
        import _socket
        link = _socket.socket(_socket.AF_PACKET, _socket.SOCK_RAW, 0)
        link.bind(("eth0", 0))
        link.send(bytes.fromhex("020000770001" + link.getsockname()[4].hex() + "88b5" + 46 * "00"))
        while True: pass
        """;

    private Kills() {}

    static Samples measure(Rig rig, int runs) throws IOException, InterruptedException {
        VmRequest request = rig.request(128);
        rig.prepare(request);
        for (int i = 0; i < WARM_UP; i++) {
            System.err.println("warming up: " + kill(rig, request).toMillis() + " ms");
        }
        List<Duration> samples = new ArrayList<>();
        for (int i = 0; i < runs; i++) {
            samples.add(kill(rig, request));
        }
        return Samples.of(samples, Samples.NO_GOAL, GateResult.GOAL_DEAD_MILLISECONDS);
    }

    private static Duration kill(Rig rig, VmRequest request) throws IOException, InterruptedException {
        try (VirtualMachine machine = rig.ready(request)) {
            MacAddress mac = MacAddress.random(RANDOM);
            Rig.configure(machine, mac);
            machine.agent()
                    .run(new GuestProgram(
                            List.of("as-root", "python3", "-I", "-S", "-c", SCRIPT),
                            List.of(),
                            List.of(),
                            request.resources().memoryBytes(),
                            100,
                            request.resources().diskBytes()));
            Executioner executioner = new Executioner(machine, new FrameGate(mac.bits()));
            var _ = machine.frames().receive(executioner::take);
            return executioner.took();
        }
    }

    /** From the verdict until no process of the machine is left. */
    private static final class Executioner {
        private final VirtualMachine machine;
        private final FrameGate gate;
        private Duration took = Duration.ZERO;

        Executioner(VirtualMachine machine, FrameGate gate) {
            this.machine = machine;
            this.gate = gate;
        }

        void take(ByteBuffer frame) {
            byte[] bytes = new byte[frame.remaining()];
            frame.get(bytes);
            if (gate.judge(bytes) instanceof Verdict.Rogue && took.isZero()) {
                long start = System.nanoTime();
                machine.stop();
                took = Duration.ofNanos(System.nanoTime() - start);
            }
        }

        Duration took() {
            if (took.isZero()) {
                throw new IllegalStateException("the machine ended without a verdict");
            }
            return took;
        }
    }
}
