package io.omerta.bench.network;

import io.omerta.bench.Load;
import io.omerta.bench.network.NetworkResult.Times;
import io.omerta.core.file.StrictJson;
import io.omerta.local.LocalClient;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Prints one JSON object and exits with 1 when a goal is missed. */
public final class NetworkBenchmark {
    private static final int DAEMONS = 10;
    private static final String NETWORK = "bench";
    private static final Duration JOIN_GOAL = Duration.ofSeconds(1);
    private static final Duration LEAVE_GOAL = Duration.ofSeconds(1);
    private static final Duration CRASH_GOAL = Duration.ofSeconds(10);

    private final List<Home> homes = new ArrayList<>();
    private final int rounds;

    private NetworkBenchmark(int rounds) {
        this.rounds = rounds;
    }

    /** @param arguments the checkout, the directory of images, how many rounds */
    public static void main(String[] arguments) throws Exception {
        NetworkBenchmark benchmark = new NetworkBenchmark(Integer.parseInt(arguments[2]));
        NetworkResult result;
        try {
            result = benchmark.run(Path.of(arguments[0]), Path.of(arguments[1]));
        } finally {
            for (Home home : benchmark.homes) {
                home.remove();
            }
        }
        System.out.print(new String(StrictJson.write(result), StandardCharsets.UTF_8));
        result.missed().forEach(goal -> System.err.println("missed: " + goal));
        System.exit(result.missed().isEmpty() ? 0 : 1);
    }

    private NetworkResult run(Path checkout, Path images) throws IOException, InterruptedException {
        double loadBefore = Load.average();
        for (int i = 0; i < DAEMONS - 1; i++) {
            start(checkout, images, i == 0);
        }
        Home provider = homes.getFirst();
        provider.awaitLending();
        String key;
        try (LocalClient client = provider.connect()) {
            key = client.createNetwork(NETWORK).getJoinKey();
        }
        for (Home home : homes.subList(1, DAEMONS - 1)) {
            join(home, key);
        }
        List<Duration> joins = new ArrayList<>();
        List<Duration> joinsAgain = new ArrayList<>();
        for (int i = 0; i < rounds; i++) {
            Quiet.await(homes);
            Home newcomer = start(checkout, images, false);
            joins.add(joinToFirstProvider(newcomer, key));
            joinsAgain.add(joinToFirstProvider(newcomer, key));
            homes.removeLast().remove();
        }
        Home watcher = start(checkout, images, false);
        join(watcher, key);
        List<Duration> leaves = new ArrayList<>();
        List<Duration> crashes = new ArrayList<>();
        for (int i = 0; i < rounds; i++) {
            leaves.add(leave(provider, watcher));
            back(provider, watcher);
            crashes.add(crash(provider, watcher));
            back(provider, watcher);
        }
        return result(joins, joinsAgain, leaves, crashes, loadBefore);
    }

    private Home start(Path checkout, Path images, boolean lends) throws IOException, InterruptedException {
        Home home = Home.create(checkout, images, lends);
        homes.add(home);
        home.start();
        return home;
    }

    private static Duration joinToFirstProvider(Home newcomer, String key) throws InterruptedException {
        long start = System.nanoTime();
        join(newcomer, key);
        Duration answered = Duration.ofNanos(System.nanoTime() - start);
        Duration listed = newcomer.until(true, NETWORK, start);
        System.err.println("join answered after " + answered.toMillis() + " ms, provider listed after "
                + listed.toMillis() + " ms");
        try (LocalClient client = newcomer.connect()) {
            client.leaveNetwork(NETWORK);
        }
        return listed;
    }

    private static void join(Home home, String key) {
        try (LocalClient client = home.connect()) {
            client.joinNetwork(key);
        }
    }

    private static Duration leave(Home provider, Home watcher) throws InterruptedException {
        long start = System.nanoTime();
        try (LocalClient client = provider.connect()) {
            long _ = client.stop();
        }
        return watcher.until(false, NETWORK, start);
    }

    private static Duration crash(Home provider, Home watcher) throws InterruptedException {
        provider.kill();
        return watcher.until(false, NETWORK, System.nanoTime());
    }

    private static void back(Home provider, Home watcher) throws IOException, InterruptedException {
        provider.start();
        provider.awaitLending();
        Duration back = watcher.until(true, NETWORK, System.nanoTime());
        System.err.println("back, listed after " + back.toMillis() + " ms");
    }

    private static NetworkResult result(
            List<Duration> joins,
            List<Duration> joinsAgain,
            List<Duration> leaves,
            List<Duration> crashes,
            double loadBefore) {
        Times join = Times.of(joins, JOIN_GOAL);
        Times joinAgain = Times.of(joinsAgain, JOIN_GOAL);
        Times leave = Times.of(leaves, LEAVE_GOAL);
        Times crash = Times.of(crashes, CRASH_GOAL);
        List<String> missed = new ArrayList<>();
        if (!join.isMet()) {
            missed.add("join_to_first_provider");
        }
        if (!joinAgain.isMet()) {
            missed.add("join_again_to_first_provider");
        }
        if (!leave.isMet()) {
            missed.add("leave_until_not_offered");
        }
        if (!crash.isMet()) {
            missed.add("crash_until_not_offered");
        }
        return new NetworkResult(
                1,
                Runtime.getRuntime().availableProcessors(),
                DAEMONS,
                join,
                joinAgain,
                leave,
                crash,
                missed,
                List.of(loadBefore, Load.average()));
    }
}
