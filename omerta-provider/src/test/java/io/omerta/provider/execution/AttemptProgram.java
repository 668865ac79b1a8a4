package io.omerta.provider.execution;

import io.omerta.core.file.StrictJson;
import io.omerta.core.job.RogueConnection;
import io.omerta.provider.capture.CapturedHypervisor;
import io.omerta.provider.capture.HostCapture;
import io.omerta.provider.capture.Pcap;
import io.omerta.provider.gate.Attempt;
import io.omerta.provider.gate.Attempts;
import io.omerta.vm.VirtualMachine;
import io.omerta.vm.VmExit;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * {@code AttemptProgram DIRECTORY}: a provider's side, alone in a network namespace, on whose only LAN it makes every attempt
 * in a fresh guest. Prints an {@link AttemptResult} for each; leaves a capture of what each guest sent, and {@value
 * #HOST_CAPTURE} with all that the host sent meanwhile. Ends with its standard input.
 */
public final class AttemptProgram {
    static final String HOST_CAPTURE = "host.pcap";
    /** What the host sends itself when all is done, so that the capture shows that it sees what is sent. */
    static final String CONTROL = "sent by the provider itself";

    static final String ROUTER = "192.168.1.1";

    private static final int AT_ONCE = Runtime.getRuntime().availableProcessors();
    private static final int PORT = 51_820;

    private final RealGuests guests;
    private final Path directory;
    private final DatagramChannel wire;

    private AttemptProgram(RealGuests guests, Path directory, DatagramChannel wire) {
        this.guests = guests;
        this.directory = directory;
        this.wire = wire;
    }

    public static void main(String[] arguments) throws Exception {
        Thread.ofPlatform().daemon().start(AttemptProgram::endWithStandardInput);
        Path directory = Path.of(arguments[0]);
        try (HostCapture _ = HostCapture.start(directory.resolve(HOST_CAPTURE));
                RealGuests guests = RealGuests.open("omerta.testImage", directory.resolve("vm"));
                DatagramChannel wire = DatagramChannel.open()) {
            new AttemptProgram(guests, directory, wire).run();
            ByteBuffer control = ByteBuffer.wrap(CONTROL.getBytes(StandardCharsets.US_ASCII));
            int _ = wire.send(control.duplicate(), new InetSocketAddress(ROUTER, PORT));
            int _ = wire.send(control, new InetSocketAddress(InetAddress.getLoopbackAddress(), PORT));
        }
        System.exit(0);
    }

    private static void endWithStandardInput() {
        try {
            while (System.in.read() >= 0) {
                // Nothing is said there.
            }
        } catch (IOException e) {
            // As good as its end.
        }
        Runtime.getRuntime().halt(1);
    }

    private void run() throws InterruptedException, ExecutionException {
        try (ExecutorService workers = Executors.newFixedThreadPool(AT_ONCE)) {
            List<Future<AttemptResult>> results = new ArrayList<>();
            for (Attempt attempt : Attempts.all()) {
                results.add(workers.submit(() -> make(attempt)));
            }
            for (Future<AttemptResult> result : results) {
                System.out.println(StrictJson.writeLine(result.get()));
            }
        }
    }

    private AttemptResult make(Attempt attempt) throws IOException, InterruptedException {
        Path capture = directory.resolve(attempt.fileName() + ".pcap");
        Requester requester = new Requester(wire);
        try (Pcap pcap = Pcap.create(capture)) {
            CapturedHypervisor captured = new CapturedHypervisor(guests.hypervisor(), pcap);
            try (GatedGuest guest = new GatedGuest(captured, guests.request())) {
                if (attempt.connected()) {
                    guest.tunnel().connect(requester);
                }
                byte[] mac = guest.macAddress().toBytes();
                GatedGuest.Outcome outcome = guest.run(GatedGuest.anyVpn(), RawFrames.sending(attempt.framesOf(mac)));
                // Who comes late gets nothing of what was before.
                guest.tunnel().connect(requester);
                return new AttemptResult(
                        attempt.name(),
                        HexFormat.of().formatHex(mac),
                        capture.getFileName().toString(),
                        outcome instanceof GatedGuest.Outcome.Rogue rogue ? evidence(rogue.connection()) : null,
                        outcome + "; it wrote: " + guest.output(),
                        exit(captured.machine().orElseThrow()),
                        requester.datagrams());
            }
        }
    }

    private static AttemptResult.Evidence evidence(RogueConnection rogue) {
        return new AttemptResult.Evidence(
                rogue.protocol(),
                rogue.destination(),
                rogue.reason(),
                HexFormat.of().formatHex(rogue.firstBytes().toBytes()),
                rogue.frameBytes());
    }

    private static String exit(VirtualMachine machine) throws InterruptedException {
        return machine.awaitExit(Duration.ofSeconds(5)).map(VmExit::sentence).orElse("it still runs");
    }

    /** The requester's end of a tunnel, at the other end of the LAN's cable: what leaves shows on the wire. */
    private static final class Requester implements DatagramLink {
        private final DatagramChannel wire;
        private int datagrams;

        Requester(DatagramChannel wire) {
            this.wire = wire;
        }

        @Override
        public synchronized void send(byte[] datagram) {
            datagrams++;
            try {
                int _ = wire.send(ByteBuffer.wrap(datagram), new InetSocketAddress(ROUTER, PORT));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        synchronized int datagrams() {
            return datagrams;
        }

        @Override
        public void close() {
            // The wire belongs to the program.
        }
    }
}
