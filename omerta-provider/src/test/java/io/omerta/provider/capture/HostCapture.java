package io.omerta.provider.capture;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** Writes down every packet on every interface of this process's network namespace, loopback included. Takes root. */
public final class HostCapture implements AutoCloseable {
    /** Ends with its standard input, when everything that had arrived is written. */
    private static final String SNIFFER = """
        import select, socket, struct, sys, time
        out = open(sys.argv[1], "wb", buffering=0)
        out.write(struct.pack("<IHHiIII", 0xa1b2c3d4, 2, 4, 0, 0, 65536, 1))
        wire = socket.socket(socket.AF_PACKET, socket.SOCK_RAW, socket.htons(3))
        print("listening", flush=True)
        while True:
            ready = select.select([wire, sys.stdin], [], [])[0]
            if wire in ready:
                packet = wire.recv(65536)
                now = time.time()
                out.write(struct.pack("<IIII", int(now), int(now % 1 * 1e6), len(packet), len(packet)) + packet)
            elif sys.stdin in ready:
                break
        """;

    private final Process sniffer;

    private HostCapture(Process sniffer) {
        this.sniffer = sniffer;
    }

    /** @param file for {@link Pcap#read}, at any time */
    public static HostCapture start(Path file) throws IOException {
        Process sniffer = new ProcessBuilder("python3", "-c", SNIFFER, file.toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        BufferedReader output =
                new BufferedReader(new InputStreamReader(sniffer.getInputStream(), StandardCharsets.UTF_8));
        if (!"listening".equals(output.readLine())) {
            sniffer.destroyForcibly();
            throw new IOException("could not capture what the host sends");
        }
        return new HostCapture(sniffer);
    }

    @Override
    public void close() throws IOException {
        sniffer.getOutputStream().close();
        try {
            int _ = sniffer.waitFor();
        } catch (InterruptedException e) {
            sniffer.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
