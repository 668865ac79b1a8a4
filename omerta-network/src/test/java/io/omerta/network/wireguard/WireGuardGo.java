package io.omerta.network.wireguard;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;

/**
 * A real wireguard-go. Its UDP socket is on this namespace's loopback; its TUN device is moved into a namespace of
 * its own, whose kernel answers what comes out of the tunnel. Needs root, {@code ip}, {@code wg} and {@code
 * wireguard-go}.
 */
final class WireGuardGo implements AutoCloseable {
    private static final AtomicInteger COUNT = new AtomicInteger();
    private static final long COMMAND_SECONDS = 10;
    private static final long STOP_SECONDS = 5;

    /** Of the interface and of the namespace; an interface's has at most 15 characters. */
    private final String name;

    private final Process process;
    private boolean hasNamespace;

    private WireGuardGo(String name, Process process) {
        this.name = name;
        this.process = process;
    }

    static WireGuardGo start(PrivateKey key, String ipv4, String ipv6) throws IOException, InterruptedException {
        String name = "og" + ProcessHandle.current().pid() + "x" + COUNT.incrementAndGet();
        Process process = new ProcessBuilder("wireguard-go", "--foreground", name)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        WireGuardGo go = new WireGuardGo(name, process);
        try {
            go.configure(key, ipv4, ipv6);
        } catch (IOException | InterruptedException | RuntimeException e) {
            go.close();
            throw e;
        }
        return go;
    }

    private void configure(PrivateKey key, String ipv4, String ipv6) throws IOException, InterruptedException {
        Path control = Path.of("/var/run/wireguard", name + ".sock");
        Awaitility.await().until(() -> Files.exists(control));
        run("ip", "netns", "add", name);
        hasNamespace = true;
        run("ip", "link", "set", name, "netns", name);
        runWithInput(key.toBase64(), "wg", "set", name, "private-key", "/dev/stdin", "listen-port", "0");
        run("ip", "-n", name, "address", "add", ipv4, "dev", name);
        run("ip", "-n", name, "address", "add", ipv6, "dev", name, "nodad");
        run("ip", "-n", name, "link", "set", "lo", "up");
        run("ip", "-n", name, "link", "set", name, "mtu", "1420", "up");
    }

    int port() throws IOException, InterruptedException {
        return Integer.parseInt(run("wg", "show", name, "listen-port").strip());
    }

    /** Adds a peer; the arguments are those of {@code wg set … peer KEY}. */
    void addPeer(PublicKey key, String... arguments) throws IOException, InterruptedException {
        run(command(key, arguments));
    }

    void addPeer(PublicKey key, PresharedKey presharedKey, String... arguments)
            throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(command(key, arguments)));
        command.addAll(List.of("preshared-key", "/dev/stdin"));
        runWithInput(presharedKey.toBase64(), command.toArray(String[]::new));
    }

    private String[] command(PublicKey key, String... arguments) {
        List<String> command = new ArrayList<>(List.of("wg", "set", name, "peer", key.toBase64()));
        command.addAll(List.of(arguments));
        return command.toArray(String[]::new);
    }

    void removePeer(PublicKey key) throws IOException, InterruptedException {
        run("wg", "set", name, "peer", key.toBase64(), "remove");
    }

    /** Seconds since 1970 of the last handshake with the one peer; 0 before the first. */
    long latestHandshake() throws IOException, InterruptedException {
        return Long.parseLong(
                run("wg", "show", name, "latest-handshakes").strip().split("\\s+", 2)[1]);
    }

    String endpoints() throws IOException, InterruptedException {
        return run("wg", "show", name, "endpoints");
    }

    /** Lets a program behind the tunnel send one UDP datagram. */
    void sendUdp(String address, int port, String text) throws IOException, InterruptedException {
        run("ip", "netns", "exec", name, "bash", "-c", "printf %s '" + text + "' > /dev/udp/" + address + "/" + port);
    }

    private static String run(String... command) throws IOException, InterruptedException {
        return runWithInput("", command);
    }

    private static String runWithInput(String input, String... command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        try (OutputStream in = process.getOutputStream()) {
            in.write(input.getBytes(StandardCharsets.UTF_8));
        }
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (!process.waitFor(COMMAND_SECONDS, TimeUnit.SECONDS) || process.exitValue() != 0) {
            process.destroyForcibly();
            throw new IOException("could not run " + String.join(" ", command) + ": " + output);
        }
        return output;
    }

    @Override
    public void close() throws IOException {
        process.destroy();
        try {
            if (!process.waitFor(STOP_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
            if (hasNamespace) {
                run("ip", "netns", "delete", name);
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
