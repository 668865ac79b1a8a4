package io.omerta.bench.idle;

import io.omerta.bench.Load;
import io.omerta.bench.idle.Wire.Counts;
import io.omerta.bench.network.Home;
import io.omerta.core.file.FolderTree;
import io.omerta.core.file.StrictJson;
import io.omerta.core.network.JoinLink;
import io.omerta.core.network.Network;
import io.omerta.local.LocalClient;
import io.omerta.network.discovery.DiscoveryTiming;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/** Prints one JSON object and exits with 1 when a goal is missed. In a network namespace in which it may do as it likes. */
public final class IdleProgram {
    private static final int PORT = 50_051;
    private static final String NETWORK = "bench";

    /** What everybody does after a start is over then. */
    private static final Duration SETTLED = Duration.ofMinutes(1);

    /** While the network grew it was taken for a smaller one: all say again what they have to say. */
    private static final Duration SAID_AGAIN = Duration.ofMinutes(3);

    private static final Duration MINUTE = Duration.ofMinutes(1);
    private static final Duration AFTER_A_LOOK = Duration.ofSeconds(30);
    private static final Duration BETWEEN_LOOKS = Duration.ofSeconds(2);

    private final Deque<Owned> owned = new ArrayDeque<>();
    private final int minutes;
    private final Duration after;
    private final int others;
    private final List<Double> load = new ArrayList<>();

    private interface Owned {
        void end() throws IOException, InterruptedException;
    }

    private IdleProgram(int minutes, Duration after, int others) {
        this.minutes = minutes;
        this.after = after;
        this.others = others;
    }

    /** @param arguments the checkout, the directory of images, how many minutes, after how many, how many other members */
    public static void main(String[] arguments) throws Exception {
        IdleProgram program = new IdleProgram(
                Integer.parseInt(arguments[2]),
                Duration.ofMinutes(Integer.parseInt(arguments[3])),
                Integer.parseInt(arguments[4]));
        // Also when it is interrupted.
        Runtime.getRuntime().addShutdownHook(new Thread(program::end));
        IdleResult result = program.run(Path.of(arguments[0]), Path.of(arguments[1]));
        System.out.print(new String(StrictJson.write(result), StandardCharsets.UTF_8));
        result.missed().forEach(goal -> System.err.println("missed: " + goal));
        System.exit(result.missed().isEmpty() ? 0 : 1);
    }

    private IdleResult run(Path checkout, Path images) throws IOException, InterruptedException {
        load.add(Load.average());
        Wire wire = Wire.create(PORT);
        own(wire::close);
        Home home = Home.createElsewhere(checkout, images, PORT, wire.entering());
        own(home::remove);
        home.start();
        home.awaitLending();
        Network network;
        try (LocalClient client = home.connect()) {
            network = JoinLink.parse(client.createNetwork(NETWORK).getJoinKey()).toNetwork();
        }
        Path files = Files.createTempDirectory("omerta-bench");
        own(() -> FolderTree.delete(files));
        Crowd crowd = new Crowd(files);
        own(crowd::close);
        crowd.join(network, others);
        crowd.announceWithin(SAID_AGAIN);
        Thread.sleep(SAID_AGAIN.plus(SETTLED));
        crowd.announceWithin(DiscoveryTiming.DEFAULT.announceEvery());
        Thread.sleep(after);
        return measure(wire, home);
    }

    private IdleResult measure(Wire wire, Home home) throws IOException, InterruptedException {
        ProcessHandle daemon = home.daemon();
        load.add(Load.average());
        List<Counts> counts = new ArrayList<>(List.of(wire.counts()));
        List<Double> cpu = new ArrayList<>(List.of(cpuSeconds(daemon)));
        long start = System.nanoTime();
        for (int i = 1; i <= minutes; i++) {
            Thread.sleep(Duration.ofNanos(start + i * MINUTE.toNanos() - System.nanoTime()));
            counts.add(wire.counts());
            cpu.add(cpuSeconds(daemon));
            System.err.println(i + ". minute: "
                    + (counts.get(i).total() - counts.get(i - 1).total()) / 60 + " B/s, "
                    + Math.round(1_000 * (cpu.get(i) - cpu.get(i - 1))) + " ms of CPU");
        }
        load.add(Load.average());
        long looked = look(wire, home);
        double watched = watch(wire, home);
        return IdleResult.of(others, (int) after.toMinutes(), counts, cpu, looked, watched, load);
    }

    private static double cpuSeconds(ProcessHandle process) {
        return process.info().totalCpuDuration().orElseThrow().toMillis() / 1_000.0;
    }

    private static long look(Wire wire, Home home) throws IOException, InterruptedException {
        long before = wire.counts().total();
        try (LocalClient client = home.connect()) {
            System.err.println(client.peers(NETWORK).size() + " peers are listed");
        }
        Thread.sleep(AFTER_A_LOOK);
        return wire.counts().total() - before;
    }

    private static double watch(Wire wire, Home home) throws IOException, InterruptedException {
        long before = wire.counts().total();
        long start = System.nanoTime();
        try (LocalClient client = home.connect()) {
            while (System.nanoTime() - start < MINUTE.toNanos()) {
                int _ = client.peers(NETWORK).size();
                Thread.sleep(BETWEEN_LOOKS);
            }
        }
        return (wire.counts().total() - before) * 1e9 / (System.nanoTime() - start);
    }

    /** Ended in the reverse order. */
    private void own(Owned part) {
        synchronized (owned) {
            owned.push(part);
        }
    }

    private void end() {
        synchronized (owned) {
            while (!owned.isEmpty()) {
                try {
                    owned.pop().end();
                } catch (IOException | RuntimeException e) {
                    System.err.println("could not clean up: " + e.getMessage());
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
            }
        }
    }
}
