package io.omerta.endtoend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import tools.jackson.databind.JsonNode;

/** Two daemons with homes and ports of their own run each other's jobs. */
@Execution(ExecutionMode.CONCURRENT)
final class TwoMachinesIT {
    private Machine ana;
    private Machine ben;

    @BeforeEach
    void start() {
        ana = new Machine(Machine.images()).started();
        ben = new Machine(Machine.images()).started();
        String key = ana.createNetwork("My Team");
        Command.Result joined = ben.omerta("network", "join", "--key", key);
        assertThat(joined.exitCode()).as("%s", joined).isZero();
        awaitPeerUp(ana);
        awaitPeerUp(ben);
    }

    @AfterEach
    void stop() {
        try {
            ben.close();
        } finally {
            ana.close();
        }
    }

    static void awaitPeerUp(Machine machine) {
        await().atMost(Duration.ofSeconds(30)).until(() -> {
            for (JsonNode peer : machine.json("peers").get("peers")) {
                if (peer.get("up").asBoolean() && peer.get("lending").asBoolean()) {
                    return true;
                }
            }
            return false;
        });
    }

    private static String idOf(Machine machine) {
        return machine.json("status").get("peer_id").asString();
    }

    private static String providerOf(Machine machine) {
        return machine.json("jobs").get("jobs").get(0).get("provider_peer_id").asString();
    }

    @Test
    void bothSubmit_eachRunsTheOthersJob() throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 5);
        server.createContext("/", exchange -> {
            exchange.sendResponseHeaders(200, 6);
            try (exchange) {
                exchange.getResponseBody().write("of ben".getBytes(StandardCharsets.UTF_8));
            }
        });
        server.start();
        try {
            Command.Result ofBen = ben.omerta(
                    "submit",
                    "--expose",
                    "8000:" + server.getAddress().getPort(),
                    "--script",
                    "wget -qO- http://10.0.0.1:8000/");
            Command.Result ofAna = ana.omerta("submit", "--script", "echo of ana");

            assertThat(ofBen.exitCode()).as("%s", ofBen).isZero();
            assertThat(ofBen.stdout()).isEqualTo("of ben");
            assertThat(providerOf(ben)).isEqualTo(idOf(ana));
            assertThat(ofAna.stdout()).as("%s", ofAna).isEqualTo("of ana\n");
            assertThat(providerOf(ana)).isEqualTo(idOf(ben));
            awaitReputation(ben, idOf(ana), 53, "ran a job of this machine to its end");
            awaitReputation(ana, idOf(ben), 53, "had a job run here that ended by itself");
        } finally {
            server.stop(0);
        }
    }

    @Test
    void requestersDaemonIsKilled_leaseEndsTheVm() {
        try (Command job = ben.startOmerta("submit", "--script", "echo up; sleep 600")) {
            await().atMost(Machine.PATIENCE).until(() -> job.stdoutSoFar().equals("up\n"));
            assertThat(ana.virtualMachines()).hasSize(1);

            ben.killDaemon();

            Command.Result result = job.finish(Machine.PATIENCE);
            assertThat(result.exitCode()).as("%s", result).isEqualTo(125);
            ana.awaitNoVirtualMachine(Duration.ofSeconds(75));
            ben.started();
            assertThat(stateOfLatestJob(ben)).isEqualTo("FAILED");
            awaitReputation(ana, idOf(ben), 48, "fell silent while a job of it was here");
        }
    }

    @Test
    void providersDaemonIsKilled_noVmIsLeftAndTheRequesterSaysSo() {
        try (Command job = ben.startOmerta("submit", "--script", "echo up; sleep 600")) {
            await().atMost(Machine.PATIENCE).until(() -> job.stdoutSoFar().equals("up\n"));

            ana.killDaemon();

            ana.awaitNoVirtualMachine(Duration.ofSeconds(20));
            Command.Result result = job.finish(Duration.ofSeconds(100));
            assertThat(result.exitCode()).as("%s", result).isEqualTo(125);
            assertThat(result.stderr()).contains("omerta: ");
            awaitReputation(ben, providerOf(ben), 44, "took a job of this machine and was not heard of again");
            ana.started();
        }
    }

    @Test
    void memberLeaves_networkIsGoneThere() {
        assertThat(ben.omerta("network", "leave", "My Team").exitCode()).isZero();
        assertThat(ben.omerta("network", "show", "My Team").exitCode()).isEqualTo(4);
        Command.Result list = ben.omerta("network", "list");
        assertThat(list.stdout()).doesNotContain("My Team");

        Command.Result result = ben.omerta("submit", "--network", "My Team", "--script", "true");

        assertThat(result.exitCode()).isEqualTo(125);
        assertThat(result.stderr()).contains("My Team");
    }

    /** What one says of another; a requester is told its job's end a moment before that is written down. */
    static void awaitReputation(Machine of, String peer, int score, String why) {
        await().atMost(Duration.ofSeconds(60)).untilAsserted(() -> {
            assertThat(of.json("reputation", peer).get("reputation").asInt()).isEqualTo(score);
            assertThat(of.omerta("reputation", peer).stdout()).contains(why);
        });
    }

    private static String stateOfLatestJob(Machine machine) {
        return machine.json("jobs").get("jobs").get(0).get("state").asString();
    }
}
