package io.omerta.bench.network;

import io.omerta.core.file.FolderTree;
import io.omerta.local.LocalClient;
import io.omerta.proto.local.Peer;
import io.omerta.proto.local.StatusResponse;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;

/** One daemon of this checkout, as a user starts it, in a home of its own. */
public final class Home {
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private final Path checkout;
    private final Path images;
    private final Path directory;
    private final int port;
    private final List<String> inside;

    private Home(Path checkout, Path images, Path directory, int port, List<String> inside) {
        this.checkout = checkout;
        this.images = images;
        this.directory = directory;
        this.port = port;
        this.inside = inside;
    }

    /** @param lends whether it takes jobs of others */
    static Home create(Path checkout, Path images, boolean lends) throws IOException {
        Path directory = directory(
                "{\"bind\": \"127.0.0.1\", \"multicast\": false, \"vm\": {\"pool\": 0}, \"lend\": {\"enabled\": "
                        + lends + "}}");
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return new Home(checkout, images, directory, free.getLocalPort(), List.of());
        }
    }

    /**
     * A daemon of a machine of its own, which lends and is told nothing but to keep no VMs in stock.
     *
     * @param inside a command that runs the one that follows it on that machine
     */
    public static Home createElsewhere(Path checkout, Path images, int port, List<String> inside) throws IOException {
        return new Home(checkout, images, directory("{\"vm\": {\"pool\": 0}}"), port, List.copyOf(inside));
    }

    private static Path directory(String configuration) throws IOException {
        Path directory = Files.createTempDirectory("omerta-bench");
        Files.writeString(directory.resolve("config.json"), configuration);
        return directory;
    }

    public void start() throws IOException, InterruptedException {
        run("start", "--port", Integer.toString(port));
    }

    private void run(String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(inside);
        command.add(checkout.resolve("bin/omertad").toString());
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.environment().put("OMERTA_HOME", directory.toString());
        builder.environment().put("OMERTA_IMAGES", images.toString());
        builder.redirectOutput(ProcessBuilder.Redirect.DISCARD).redirectError(ProcessBuilder.Redirect.INHERIT);
        int exitCode = builder.start().waitFor();
        if (exitCode != 0) {
            throw new IOException("omertad " + String.join(" ", arguments) + " ended with " + exitCode);
        }
    }

    public LocalClient connect() {
        return LocalClient.connect(directory.resolve("omertad.sock"));
    }

    /** Waits until it could run a job of somebody else. */
    public void awaitLending() throws InterruptedException {
        try (LocalClient client = connect()) {
            await(() -> client.status().getLending());
        }
    }

    /** How long it takes until this one says whether there is a provider. */
    Duration until(boolean there, String network, long since) throws InterruptedException {
        try (LocalClient client = connect()) {
            await(() -> client.peers(network).stream().anyMatch(Home::isProvider) == there);
            return Duration.ofNanos(System.nanoTime() - since);
        }
    }

    private static boolean isProvider(Peer peer) {
        return peer.getUp() && peer.getLending();
    }

    private static void await(BooleanSupplier condition) throws InterruptedException {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() - deadline > 0) {
                throw new IllegalStateException("nothing happened for " + PATIENCE);
            }
            // Another process decides; it says nothing by itself.
            Thread.sleep(5);
        }
    }

    /** Without a word, as kill -9 does. */
    void kill() throws InterruptedException {
        ProcessHandle daemon = daemon();
        daemon.destroyForcibly();
        await(() -> !daemon.isAlive());
    }

    public ProcessHandle daemon() {
        try (LocalClient client = connect()) {
            StatusResponse status = client.status();
            return ProcessHandle.of(status.getPid()).orElseThrow();
        }
    }

    /** Stops the daemon and deletes its home. */
    public void remove() throws IOException, InterruptedException {
        if (Files.exists(directory.resolve("omertad.sock"))) {
            run("stop");
        }
        FolderTree.delete(directory);
    }
}
