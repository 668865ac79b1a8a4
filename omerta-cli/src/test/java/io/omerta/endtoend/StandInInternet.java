package io.omerta.endtoend;

import static org.awaitility.Awaitility.await;

import io.omerta.network.wireguard.PrivateKey;
import io.omerta.network.wireguard.PublicKey;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Stands in for the internet: a network namespace for a requester, and one behind it with public addresses and a router's
 * private one, which all answer "reached ADDRESS" by TCP on ports 25, 80 and 81, and echo UDP at 8.8.4.4 on port 9999. Names are those of a
 * hosts file. As root only.
 */
final class StandInInternet implements AutoCloseable {
    static final String ROUTER = "192.168.50.1";
    static final String REQUESTER = "192.168.50.2";
    private static final List<String> PUBLIC = List.of("8.8.4.4", "8.8.8.8");

    private static final String HOSTS = """
        127.0.0.1 localhost loop.test
        8.8.4.4 public.test mixed.test
        8.8.8.8 other.test
        192.168.50.1 lan.test mixed.test
        192.168.50.2 own.test
        169.254.169.254 metadata.test
        """;

    private static final String SERVER = """
        import socket, threading
        def tcp(port):
            s = socket.create_server(("0.0.0.0", port), backlog=64)
            while True:
                c, _ = s.accept()
                said = b"reached " + c.getsockname()[0].encode() + b"\\n"
                c.settimeout(5)
                try:
                    if port != 25:
                        c.recv(4096)
                    c.sendall(b"HTTP/1.0 200 OK\\r\\nContent-Length: %d\\r\\n\\r\\n" % len(said) + said)
                except OSError:
                    pass
                c.close()
        for port in (25, 80, 81):
            threading.Thread(target=tcp, args=(port,), daemon=True).start()
        u = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        u.bind(("8.8.4.4", 9999))
        print("ready", flush=True)
        while True:
            data, peer = u.recvfrom(4096)
            u.sendto(b"echo " + data, peer)
        """;

    private final String requester = Namespaces.name("omr");
    private final String world = Namespaces.name("omi");
    private final Process server;

    StandInInternet() {
        try {
            server = open();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Process open() throws IOException {
        Namespaces.run("ip", "netns", "add", requester);
        Namespaces.run("ip", "netns", "add", world);
        Namespaces.run(
                "ip", "-n", requester, "link", "add", "r0", "type", "veth", "peer", "name", "w0", "netns", world);
        for (String namespace : List.of(requester, world)) {
            Namespaces.run("ip", "-n", namespace, "link", "set", "lo", "up");
        }
        Namespaces.run("ip", "-n", requester, "addr", "add", REQUESTER + "/24", "dev", "r0");
        Namespaces.run("ip", "-n", world, "addr", "add", ROUTER + "/24", "dev", "w0");
        for (String address : PUBLIC) {
            Namespaces.run("ip", "-n", world, "addr", "add", address + "/32", "dev", "lo");
        }
        Namespaces.run("ip", "-n", requester, "link", "set", "r0", "up");
        Namespaces.run("ip", "-n", world, "link", "set", "w0", "up");
        Namespaces.run("ip", "-n", requester, "route", "add", "default", "via", ROUTER);
        // `ip netns exec` shows these in place of those in /etc.
        Files.createDirectories(etc());
        Files.writeString(etc().resolve("hosts"), HOSTS);
        Files.writeString(etc().resolve("resolv.conf"), "nameserver " + ROUTER + "\noptions timeout:1 attempts:1\n");
        Process process = new ProcessBuilder("ip", "netns", "exec", world, "python3", "-u", "-c", SERVER)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        // Its first line: it listens.
        if (process.getInputStream().read() < 0) {
            throw new IOException("the server of the stand-in internet did not start");
        }
        return process;
    }

    private Path etc() {
        return Path.of("/etc/netns", requester);
    }

    /** What has to stand before a command for it to run at the requester's. */
    List<String> prefix() {
        return List.of("ip", "netns", "exec", requester);
    }

    /**
     * Starts a WireGuard server on port 51820 of all its addresses, which answers in the tunnel as 10.64.0.1.
     *
     * @param clientKey public, of the one client, which is 10.64.0.7
     */
    Process serveWireGuard(PrivateKey key, PublicKey clientKey, Path folder) throws IOException {
        Process process = new ProcessBuilder("ip", "netns", "exec", world, "wireguard-go", "--foreground", "wg" + world)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        await().until(() -> Files.exists(Path.of("/var/run/wireguard", "wg" + world + ".sock")));
        Path keyFile = Files.writeString(folder.resolve("server.key"), key.toBase64());
        Namespaces.run("wg", "set", "wg" + world, "private-key", keyFile.toString(), "listen-port", "51820");
        Namespaces.run("wg", "set", "wg" + world, "peer", clientKey.toBase64(), "allowed-ips", "10.64.0.7/32");
        Namespaces.run("ip", "-n", world, "address", "add", "10.64.0.1/24", "dev", "wg" + world);
        Namespaces.run("ip", "-n", world, "link", "set", "wg" + world, "up");
        return process;
    }

    @Override
    public void close() {
        server.destroyForcibly();
        try {
            server.waitFor();
            Namespaces.run("ip", "netns", "del", requester);
            Namespaces.run("ip", "netns", "del", world);
            Files.delete(etc().resolve("hosts"));
            Files.delete(etc().resolve("resolv.conf"));
            Files.delete(etc());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
