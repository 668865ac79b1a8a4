package io.omerta.endtoend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import tools.jackson.databind.JsonNode;

/**
 * A job of ben's on ana's machine stands still, and goes on: ana pauses it, or restarts her daemon. All the while it downloads
 * lines from ben's machine, through its tunnel, over one connection.
 */
@Execution(ExecutionMode.CONCURRENT)
final class PauseAndRestartIT {
    private static final int LINES = 100;
    private static final Duration LINE_EVERY = Duration.ofMillis(200);

    /** Longer than WireGuard waits for an answer before it doubts the other side, which is 15 s. */
    private static final Duration PAUSE = Duration.ofSeconds(20);

    private Machine ana;
    private Machine ben;
    private HttpServer server;
    private ExecutorService serving;

    @BeforeEach
    void start() throws IOException {
        ana = new Machine(Machine.images()).started();
        ben = new Machine(Machine.images())
                .configured("{\"multicast\": false, \"lend\": {\"enabled\": false}}")
                .started();
        String key = ana.createNetwork("My Team");
        Command.Result joined = ben.omerta("network", "join", "--key", key);
        assertThat(joined.exitCode()).as("%s", joined).isZero();
        await().atMost(Duration.ofSeconds(30)).until(() -> lenders() == 1);
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 5);
        serving = Executors.newCachedThreadPool();
        server.setExecutor(serving);
        server.createContext("/", exchange -> {
            exchange.sendResponseHeaders(200, 0);
            try (exchange) {
                sendLines(exchange.getResponseBody());
            }
        });
        server.start();
    }

    private int lenders() {
        int lenders = 0;
        for (JsonNode peer : ben.json("peers").get("peers")) {
            lenders += peer.get("up").asBoolean() && peer.get("lending").asBoolean() ? 1 : 0;
        }
        return lenders;
    }

    private static void sendLines(OutputStream out) throws IOException {
        for (int i = 1; i <= LINES; i++) {
            out.write((i + "\n").getBytes(StandardCharsets.US_ASCII));
            out.flush();
            java.util.concurrent.locks.LockSupport.parkNanos(LINE_EVERY.toNanos());
        }
    }

    @AfterEach
    void stop() {
        server.stop(0);
        serving.shutdownNow();
        try {
            ben.close();
        } finally {
            ana.close();
        }
    }

    @Test
    void ownerPausesAndResumes_nothingIsLost_andTheProcessorIsFree() throws Exception {
        try (Command job = submit()) {
            String id = lentJob();
            long begun = System.nanoTime();
            Command.Result paused = ana.omerta("pause", id);
            assertThat(paused.stdout()).as("%s", paused).isEqualTo("job " + id + ": paused\n");
            await().until(() -> job.stderrSoFar().contains("paused by the owner of its machine"));
            assertThat(ben.omerta("jobs").stdout()).contains("RUNNING, paused");
            assertThat(ana.omerta("status").stdout()).contains("1 job running here (1 paused)");

            Duration before = processorTime();
            String soFar = job.stdoutSoFar();
            await().during(PAUSE)
                    .atMost(PAUSE.plusSeconds(10))
                    .until(() -> job.stdoutSoFar().equals(soFar));
            assertThat(processorTime().minus(before)).isLessThan(Duration.ofMillis(500));
            Command.Result resumed = ana.omerta("resume", id);
            long over = System.nanoTime();
            assertThat(resumed.stdout()).as("%s", resumed).isEqualTo("job " + id + ": RUNNING\n");

            assertComplete(job);
            JsonNode usage = ben.json("jobs").get("jobs").get(0).get("end").get("usage");
            assertThat(Duration.ofMillis(usage.get("paused_ms").asLong()))
                    .isBetween(PAUSE, Duration.ofNanos(over - begun));
        }
    }

    @Test
    void providersDaemonIsStoppedAndStarted_jobGoesOn_withoutAByteLostOrDoubled() throws Exception {
        try (Command job = submit()) {
            Path lent;
            try (Stream<Path> jobs = Files.list(ana.home().resolve("lent"))) {
                lent = jobs.findFirst().orElseThrow();
            }

            Command.Result stopped = ana.omertad("stop");
            assertThat(stopped.exitCode()).as("%s", stopped).isZero();
            ana.awaitNoVirtualMachine(Duration.ofSeconds(10));
            assertThat(lent.resolve("suspended.json")).exists();
            ana.started();

            assertComplete(job);
            assertThat(job.stderrSoFar()).contains("paused while omertad on its machine restarts", ": goes on\n");
            assertThat(lent.resolve("suspended.json")).doesNotExist();
            assertThat(lent.resolve("machine")).doesNotExist();
        }
    }

    /** Returns when it has begun to print. */
    private Command submit() {
        String port = "8000:" + server.getAddress().getPort();
        String script = "wget -qO- http://requester:8000/ | while read line; do echo got $line; done; date +%s";
        Command job = ben.startOmerta("submit", "--expose", port, "--script", script);
        await().atMost(Machine.PATIENCE).until(() -> job.stdoutSoFar().contains("got 10\n"));
        return job;
    }

    private static void assertComplete(Command job) {
        String lines =
                IntStream.rangeClosed(1, LINES).mapToObj(i -> "got " + i + "\n").collect(Collectors.joining());
        // The time comes last.
        await().atMost(Machine.PATIENCE)
                .until(() -> !job.isAlive() || job.stdoutSoFar().length() > lines.length());
        long now = TimeUnit.MILLISECONDS.toSeconds(System.currentTimeMillis());
        Command.Result result = job.finish(Machine.PATIENCE);
        assertThat(result.exitCode()).as("%s", result).isZero();
        assertThat(result.stdout()).startsWith(lines);
        long guestsClock =
                Long.parseLong(result.stdout().substring(lines.length()).strip());
        assertThat(guestsClock).isBetween(now - 10, now + 2);
    }

    private String lentJob() {
        return ana.json("jobs", "--lent").get("jobs").get(0).get("short_id").asString();
    }

    private Duration processorTime() {
        return ana.virtualMachines().stream()
                .map(machine -> machine.info().totalCpuDuration().orElseThrow())
                .reduce(Duration.ZERO, Duration::plus);
    }
}
