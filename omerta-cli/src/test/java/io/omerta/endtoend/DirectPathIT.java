package io.omerta.endtoend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** A connection of a real virtual machine, over a line on which UDP comes and goes. */
final class DirectPathIT {
    private static final long MEGABYTE = 1_000_000;

    /** Sends 1.6 MB a second, takes them back and compares them, until it is told to stop; a second connection ends when it has all. */
    private static final String SERVER = """
        import random, signal, socket, threading, time
        stop = threading.Event()
        signal.signal(signal.SIGTERM, lambda *_: stop.set())
        block = random.Random(1).randbytes(1000003)
        doubled = block * 2
        listening = socket.create_server(("127.0.0.1", 8000))
        print("ready", flush=True)
        connection, _ = listening.accept()
        back = 0
        wrong = False
        def compare():
            global back, wrong
            while data := connection.recv(65536):
                at = back % len(block)
                wrong = wrong or data != doubled[at:at + len(data)]
                back += len(data)
        reader = threading.Thread(target=compare)
        reader.start()
        sent = 0
        while not stop.is_set():
            at = sent % len(block)
            connection.sendall(doubled[at:at + 32000])
            sent += 32000
            time.sleep(0.02)
        connection.shutdown(socket.SHUT_WR)
        reader.join()
        listening.accept()[0].close()
        print("intact" if sent == back and not wrong else f"wrong: sent {sent}, back {back}", flush=True)
        """;

    private static final String ECHO = """
        python3 - <<'P'
        import socket
        connection = socket.create_connection(("10.0.0.1", 8000))
        while data := connection.recv(65536):
            connection.sendall(data)
        connection.shutdown(socket.SHUT_WR)
        # The virtual machine ends with this script: not before the other side has it all.
        socket.create_connection(("10.0.0.1", 8000)).recv(1)
        P
        """;

    private StandInLine line;
    private Machine ana;
    private Machine ben;
    private long udpBefore;
    private long tcpBefore;

    @BeforeEach
    void start() {
        line = new StandInLine();
        ana = new Machine(Machine.images()).behind(line.atProvider()).started();
        ben = new Machine(Machine.images())
                .behind(line.atRequester())
                .configured("{\"lend\": {\"enabled\": false}}")
                .started();
        String key = ana.createNetwork("My Team");
        Command.Result joined = ben.omerta("network", "join", "--key", key);
        assertThat(joined.exitCode()).as("%s", joined).isZero();
        TwoMachinesIT.awaitPeerUp(ben);
    }

    @AfterEach
    void stop() {
        try {
            ben.close();
        } finally {
            try {
                ana.close();
            } finally {
                line.close();
            }
        }
    }

    private Command startServer() {
        List<String> command = new ArrayList<>(line.atRequester());
        command.addAll(List.of("python3", "-u", "-c", SERVER));
        Command server = Command.start(Map.of(), command);
        await().until(() -> server.stdoutSoFar().equals("ready\n"));
        return server;
    }

    /**
     * Whether the last megabyte went by UDP. Both ends prove the path for themselves: until the second has, the stream carries what
     * it sends.
     */
    private boolean udpAloneCarries() {
        long udp = line.udpBytes() - udpBefore;
        long tcp = line.tcpBytes() - tcpBefore;
        if (udp + tcp <= MEGABYTE) {
            return false;
        }
        udpBefore += udp;
        tcpBefore += tcp;
        return tcp < MEGABYTE / 20;
    }

    private static void awaitUntil(Command job, BooleanSupplier condition) {
        await().atMost(Machine.PATIENCE).pollInterval(Duration.ofMillis(50)).until(() -> {
            assertThat(job.isAlive()).as("%s", job.stderrSoFar()).isTrue();
            return condition.getAsBoolean();
        });
    }

    @Test
    void udpIsBlockedAndComesBack_connectionGoesOnWithoutLosingAByte() {
        try (Command server = startServer();
                Command job = ben.startOmerta("submit", "--expose", "8000", "--script", ECHO)) {
            awaitUntil(job, this::udpAloneCarries);

            line.blockUdp();
            long tcpThen = line.tcpBytes();
            awaitUntil(job, () -> line.tcpBytes() - tcpThen > MEGABYTE / 2);

            line.unblockUdp();
            long udpThen = line.udpBytes();
            awaitUntil(job, () -> line.udpBytes() - udpThen > MEGABYTE / 2);

            server.signal("TERM");
            Command.Result result = job.finish(Machine.PATIENCE);
            assertThat(result.exitCode()).as("%s", result).isZero();
            assertThat(server.finish(Machine.PATIENCE).stdout()).isEqualTo("ready\nintact\n");
            JsonNode last = ben.json("jobs").get("jobs").get(0);
            JsonNode paths = last.get("end").get("usage").get("paths");
            assertThat(paths.get("direct_bytes").asLong()).isGreaterThan(MEGABYTE);
            assertThat(paths.get("stream_bytes").asLong()).isGreaterThan(MEGABYTE / 4);
            assertThat(paths.get("direct_losses").asLong()).isPositive();
            assertThat(ben.omerta("explain", last.get("short_id").asString()).stdout())
                    .contains("by direct UDP, ")
                    .contains(" through the stream\n    the direct path was lost ");
        }
    }
}
