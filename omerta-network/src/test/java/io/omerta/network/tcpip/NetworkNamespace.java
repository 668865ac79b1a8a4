package io.omerta.network.tcpip;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** A network namespace of its own, with a name of its own, gone after the test. */
public final class NetworkNamespace implements AutoCloseable {
    private static final AtomicInteger COUNT = new AtomicInteger();

    private final String name;

    private NetworkNamespace(String name) {
        this.name = name;
    }

    /** What a program said and how it ended. */
    record Outcome(int exitCode, String text, String errors) {}

    public static NetworkNamespace create() throws IOException, InterruptedException {
        String name = "omt" + ProcessHandle.current().pid() % 100_000 + "x" + COUNT.incrementAndGet();
        command("ip", "netns", "add", name);
        return new NetworkNamespace(name);
    }

    String name() {
        return name;
    }

    /** Moves a TUN device in and gives it an address and routes. */
    void adopt(String device, int mtu, String address, String... routes) throws IOException, InterruptedException {
        command("ip", "link", "set", device, "netns", name);
        command("ip", "-n", name, "link", "set", "lo", "up");
        command("ip", "-n", name, "addr", "add", address, "dev", device);
        command("ip", "-n", name, "link", "set", device, "mtu", Integer.toString(mtu), "txqueuelen", "1000", "up");
        for (String route : routes) {
            command("ip", "-n", name, "route", "add", route, "dev", device);
        }
    }

    /** A cable between two of them: an Ethernet card with that address in each. */
    public static void connect(NetworkNamespace one, String address, NetworkNamespace other, String otherAddress)
            throws IOException, InterruptedException {
        command("ip", "-n", one.name, "link", "add", "lan", "type", "veth", "peer", "name", "lan", "netns", other.name);
        one.setUp("lan", address);
        other.setUp("lan", otherAddress);
    }

    private void setUp(String device, String address) throws IOException, InterruptedException {
        command("ip", "-n", name, "link", "set", "lo", "up");
        command("ip", "-n", name, "addr", "add", address, "dev", device);
        command("ip", "-n", name, "link", "set", device, "up");
    }

    private static void command(String... command) throws IOException, InterruptedException {
        Outcome outcome = await(new ProcessBuilder(command).start(), 10);
        if (outcome.exitCode() != 0) {
            throw new IOException("could not run " + String.join(" ", command) + ": " + outcome.errors());
        }
    }

    /** Starts a program inside. */
    public Process start(String... command) throws IOException {
        List<String> inside = new ArrayList<>(List.of("ip", "netns", "exec", name));
        inside.addAll(List.of(command));
        return new ProcessBuilder(inside).start();
    }

    /** Runs a program inside to its end. */
    Outcome run(int seconds, String... command) throws IOException, InterruptedException {
        return await(start(command), seconds);
    }

    static Outcome await(Process process, int seconds) throws IOException, InterruptedException {
        StringBuilder errors = new StringBuilder();
        Thread drain = Thread.ofVirtual().start(() -> {
            try {
                errors.append(new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8));
            } catch (IOException e) {
                errors.append(e.getMessage());
            }
        });
        Thread limit = Thread.ofVirtual().start(() -> {
            try {
                if (!process.waitFor(seconds, TimeUnit.SECONDS)) {
                    process.destroyForcibly();
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        byte[] output = process.getInputStream().readAllBytes();
        int exitCode = process.waitFor();
        drain.join();
        limit.interrupt();
        return new Outcome(exitCode, new String(output, StandardCharsets.UTF_8), errors.toString());
    }

    @Override
    public void close() throws IOException {
        try {
            command("ip", "netns", "del", name);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
