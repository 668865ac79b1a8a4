package io.omerta.endtoend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** Three daemons: two are invited, one of them is excluded by a new key while a job of the other runs. */
final class NetworksIT {
    private static final Duration SOON = Duration.ofSeconds(30);

    @TempDir
    Path served;

    private Machine ana;
    private Machine ben;
    private Machine eve;

    @BeforeEach
    void start() {
        ana = new Machine(Machine.images()).started();
        ben = new Machine(Machine.images())
                .configured("{\"lend\": {\"enabled\": false}}")
                .started();
        eve = new Machine(Machine.images())
                .configured("{\"lend\": {\"enabled\": false}}")
                .started();
    }

    @AfterEach
    void stop() {
        try {
            eve.close();
        } finally {
            try {
                ben.close();
            } finally {
                ana.close();
            }
        }
    }

    @Test
    void memberIsExcluded_othersFollowAndTheirJobsGoOnBeyondTheOldKey() throws IOException {
        String oldKey = networkKey(ana.createNetwork("My Team"));
        String invitation =
                ana.omerta("network", "invite", "--uses", "2").stdout().strip();
        joins(ben, invitation);
        joins(eve, invitation);
        String evesId = eve.json("status").get("peer_id").asString();
        await().atMost(SOON).until(() -> networksFile(ana).contains(evesId) && lenderIsUp(ben));
        String script = "echo up; until curl -sf http://requester/go; do sleep 0.1; done; echo done";
        String folder = served.toRealPath().toString();
        try (Command job = ben.startOmerta("submit", "--serve", folder, "--script", script)) {
            await().atMost(Machine.PATIENCE).until(() -> job.stdoutSoFar().equals("up\n"));

            Command.Result rotated =
                    ana.omerta("network", "rotate", "--exclude", evesId.substring(0, 8), "--grace", "5s");

            assertThat(rotated.exitCode()).as("%s", rotated).isZero();
            String id = id(ana);
            await().atMost(SOON).until(() -> id(ben).equals(id));
            await().atMost(SOON)
                    .until(() -> !networksFile(ana).contains(oldKey)
                            && !networksFile(ben).contains(oldKey));
            assertThat(job.isAlive()).isTrue();
            Files.createFile(served.resolve("go"));
            Command.Result result = job.finish(Machine.PATIENCE);
            assertThat(result.exitCode()).as("%s", result).isZero();
            assertThat(result.stdout()).isEqualTo("up\ndone\n");
        }
        await().atMost(SOON).until(() -> lenderIsUp(ben));
        Command.Result again = ben.omerta("submit", "--script", "echo again");
        assertThat(again.stdout()).as("%s", again).isEqualTo("again\n");
        assertThat(id(eve)).isNotEqualTo(id(ana));
        assertThat(eve.omerta("submit", "--script", "true").exitCode()).isEqualTo(125);
        assertThat(networksFile(eve))
                .contains(oldKey)
                .doesNotContain(networkKey(
                        ana.json("network", "show", "My Team").get("join_key").asString()));
    }

    private static void joins(Machine machine, String invitation) {
        Command.Result joined = machine.omerta("network", "join", invitation);
        assertThat(joined.exitCode()).as("%s", joined).isZero();
    }

    private static boolean lenderIsUp(Machine machine) {
        for (JsonNode peer : machine.json("peers").get("peers")) {
            if (peer.get("up").asBoolean() && peer.get("lending").asBoolean()) {
                return true;
            }
        }
        return false;
    }

    private static String id(Machine machine) {
        return machine.json("network", "show", "My Team").get("id").asString();
    }

    private static String networksFile(Machine machine) throws IOException {
        return Files.readString(machine.home().resolve("networks.json"));
    }

    private static String networkKey(String joinKey) {
        String payload = joinKey.substring("omerta://join/".length());
        return Machine.parse(
                        new String(Base64.getUrlDecoder().decode(payload), java.nio.charset.StandardCharsets.UTF_8))
                .get("network_key")
                .asString();
    }
}
