package io.omerta.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import io.omerta.network.wireguard.PrivateKey;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A real virtual machine whose tunnel ends at a wireguard-go elsewhere, and not at its requester. */
final class VpnConfigIT {
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final PrivateKey CLIENT = PrivateKey.generate(RANDOM);
    private static final PrivateKey SERVER = PrivateKey.generate(RANDOM);

    private static StandInInternet internet;
    private static Process server;
    private static Machine machine;

    @TempDir
    private static Path directory;

    @BeforeAll
    static void start() throws IOException {
        internet = new StandInInternet();
        server = internet.serveWireGuard(SERVER, CLIENT.publicKey(), directory);
        machine = new Machine(Machine.images()).behind(internet.prefix()).started();
        machine.createNetwork("My Team");
    }

    @AfterAll
    static void stop() throws InterruptedException {
        try {
            machine.close();
        } finally {
            server.destroy();
            server.waitFor();
            internet.close();
        }
    }

    private static String configuration(String endpoint) throws IOException {
        return configuration(endpoint, "0.0.0.0/0", "off");
    }

    private static String configuration(String endpoint, String allowed, String keepalive) throws IOException {
        Path file = Files.writeString(directory.resolve("wg.conf"), """
            [Interface]
            PrivateKey = %s
            Address = 10.64.0.7/24
            [Peer]
            PublicKey = %s
            AllowedIPs = %s
            Endpoint = %s
            PersistentKeepalive = %s
            """.formatted(
                        CLIENT.toBase64(), SERVER.publicKey().toBase64(), allowed, endpoint, keepalive));
        return file.toString();
    }

    @Test
    void job_usesTheServer_andNothingElse() throws IOException {
        Command.Result result = machine.omerta(
                "submit",
                "-q",
                "--vpn-config",
                configuration("public.test:51820"),
                "--script",
                "curl -s -m 30 http://10.64.0.1/; curl -s -m 5 http://10.0.0.1/ || echo no hub; head -c 3000000"
                        + " /dev/urandom | curl -s -m 60 -T - http://10.64.0.1:81/ -o /dev/null; echo $?");

        assertThat(result.stdout()).as("%s", result).startsWith("reached 10.64.0.1\nno hub\n");
        var usage = machine.json("jobs").get("jobs").get(0).get("end").get("usage");
        assertThat(usage.get("bytes_in").asLong()).isPositive();
        assertThat(usage.get("bytes_out").asLong()).isPositive();
    }

    @Test
    void allowedIps_areAllThatTheJobReaches() throws IOException {
        String within = configuration("public.test:51820", "10.64.0.0/30, fd00::/8", "off");
        Command.Result result = machine.omerta(
                "submit",
                "--vpn-config",
                within,
                "--script",
                "curl -s -m 30 http://10.64.0.1/; before=$(date +%s);"
                        + " curl -s -m 20 http://10.64.0.5/; echo $? $(($(date +%s) - before < 5))");

        // Refused at once by the VM's own WireGuard: no key for that address.
        assertThat(result.stdout()).as("%s", result).isEqualTo("reached 10.64.0.1\n7 1\n");
        assertThat(result.stderr()).contains("of " + within + ", not applied in a virtual machine: IPv6 in AllowedIPs");
    }

    @Test
    void persistentKeepalive_isSentByAJobThatSendsNothing() throws IOException {
        String often = configuration("public.test:51820", "0.0.0.0/0", "1");
        Command.Result result = machine.omerta("submit", "-q", "--vpn-config", often, "--script", "sleep 10");

        assertThat(result.exitCode()).as("%s", result).isZero();
        var usage = machine.json("jobs").get("jobs").get(0).get("end").get("usage");
        long seconds = usage.get("running_ms").asLong() / 1_000;
        // An initiation and one keepalive a second; without the setting nothing at all leaves.
        assertThat(usage.get("gate").get("datagrams_out").asLong()).isBetween(4L, 4 + 2 * seconds);
    }

    @Test
    void serverThatNeverAnswers_leavesTheJobWithoutANetwork() throws IOException {
        Command.Result result = machine.omerta(
                "submit",
                "-q",
                "--vpn-config",
                configuration("8.8.8.8:9"),
                "--script",
                "curl -s -m 5 http://10.64.0.1/ || echo nothing");
        assertThat(result.stdout()).isEqualTo("nothing\n");
    }

    @Test
    void serverInTheProvidersNetwork_isRefused() throws IOException {
        Command.Result result = machine.omerta(
                "submit", "--vpn-config", configuration(StandInInternet.ROUTER + ":51820"), "--script", "true");
        assertThat(result.exitCode()).isEqualTo(125);
        assertThat(result.stderr()).contains("lets no VM use the WireGuard server 192.168.50.1, a private address");
    }

    @Test
    void brokenConfiguration_isOneLine() throws IOException {
        Path file = Files.writeString(directory.resolve("broken.conf"), "[Interface]\nPrivateKey = secret\n");
        Command.Result result = machine.omerta("submit", "--vpn-config", file.toString(), "--script", "true");
        assertThat(result.exitCode()).isEqualTo(125);
        assertThat(result.stderr())
                .startsWith(
                        "omerta: could not use the WireGuard configuration " + file + ": it has no [Peer]\n  try: ");
    }
}
