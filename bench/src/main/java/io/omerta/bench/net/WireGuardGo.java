package io.omerta.bench.net;

import io.omerta.network.wireguard.PresharedKey;
import io.omerta.network.wireguard.PrivateKey;
import io.omerta.network.wireguard.PublicKey;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** wireguard-go on a machine, as an interface {@code wg} of its own name. */
public final class WireGuardGo implements AutoCloseable {
    private static final long START_NANOS = 10_000_000_000L;

    private final Machine machine;
    private final String name;
    private final Program program;

    private WireGuardGo(Machine machine, String name, Program program) {
        this.machine = machine;
        this.name = name;
        this.program = program;
    }

    public static WireGuardGo start(Machine machine, String name, PrivateKey key, int port)
            throws IOException, InterruptedException {
        WireGuardGo go =
                new WireGuardGo(machine, name, Program.start(machine.process("wireguard-go", "--foreground", name)));
        try {
            go.awaitControl();
            machine.runWithInput(
                    key.toBase64(), "wg", "set", name, "private-key", "/dev/stdin", "listen-port", "" + port);
            return go;
        } catch (IOException | InterruptedException | RuntimeException e) {
            go.close();
            throw e;
        }
    }

    private void awaitControl() throws IOException, InterruptedException {
        long end = System.nanoTime() + START_NANOS;
        while (!Files.exists(Path.of("/var/run/wireguard", name + ".sock"))) {
            if (System.nanoTime() - end > 0) {
                throw new IOException("could not start wireguard-go");
            }
            Thread.sleep(10);
        }
    }

    public void addPeer(PublicKey key, Optional<PresharedKey> shared, String allowed, String endpoint)
            throws IOException, InterruptedException {
        String[] plain = {"wg", "set", name, "peer", key.toBase64(), "allowed-ips", allowed, "endpoint", endpoint};
        List<String> command = new ArrayList<>(Arrays.asList(plain));
        if (shared.isPresent()) {
            command.addAll(List.of("preshared-key", "/dev/stdin"));
        }
        machine.runWithInput(shared.map(PresharedKey::toBase64).orElse(""), command.toArray(String[]::new));
    }

    public Program program() {
        return program;
    }

    @Override
    public void close() {
        program.close();
    }
}
