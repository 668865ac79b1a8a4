package io.omerta.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

/** Root in a real guest tries to get past the tunnel; its image differs from the plain one in letting a job be root. */
final class RogueIT {
    private static Machine machine;

    @TempDir
    private Path directory;

    @BeforeAll
    static void start() {
        machine = new Machine(Machine.testImages())
                .configured("{\"multicast\": false, \"vm\": {\"allow_test_image\": true}}\n")
                .started();
        machine.createNetwork("My Team");
    }

    @AfterAll
    static void stop() {
        machine.close();
    }

    /** In a frame: the guest's own MAC address, which nobody knows before. */
    private static final String OWN_MAC = "OWN";

    /** Python that sends one frame on eth0, given after the 14 bytes of its Ethernet header. */
    private static String frame(String destination, int etherType, String payload) {
        return frame(destination, OWN_MAC, etherType, payload);
    }

    private static String frame(String destination, String source, int etherType, String payload) {
        return "as-root python3 -c 'import socket\n"
                + "s=socket.socket(socket.AF_PACKET,socket.SOCK_RAW)\n"
                + "s.bind((\"eth0\",0))\n"
                + "s.send(bytes.fromhex(\"" + destination + source + "%04x".formatted(etherType) + payload
                + "\".replace(\"" + OWN_MAC + "\", s.getsockname()[4].hex())))'";
    }

    private static final String GATEWAY_MAC = "020000770001";

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            value = {
                "route around the tunnel | as-root ip route add 8.8.8.8 via 169.254.77.1 dev eth0; as-root nc -w 3"
                        + " 8.8.8.8 443 | 8.8.8.8",
                "TCP to the gateway      | as-root nc -w 3 169.254.77.1 22                                            "
                        + "   | 169.254.77.1",
                "UDP to another port     | as-root bash -c 'echo x > /dev/udp/169.254.77.1/53'                        "
                        + "             | 53",
                "ping of the gateway     | as-root python3 -c 'import socket;"
                    + " socket.socket(2,3,1).sendto(bytes.fromhex(\"0800f7ff00000000\"),(\"169.254.77.1\",0))' | ICMP",
                "UDP not WireGuard       | as-root bash -c 'echo hello > /dev/udp/169.254.77.1/51820'                 "
                        + "   | WireGuard",
            })
    void guestAsRoot_sends_losesItsVm(String name, String attempt, String evidence) throws IOException {
        assertRogue(attempt, evidence);
    }

    @Test
    void guestAsRoot_sendsIpv6_losesItsVm() throws IOException {
        assertRogue(frame("333300000001", 0x86dd, "60000000" + "0000" + "3aff" + "00".repeat(32)), "IPv6");
    }

    @Test
    void guestAsRoot_asksForDhcp_losesItsVm() throws IOException {
        // IPv4 0.0.0.0 to 255.255.255.255, UDP 68 to 67, a DHCPDISCOVER's first bytes.
        assertRogue(
                frame(
                        "ffffffffffff",
                        0x0800,
                        "4500002400000000401178ca" + "00000000" + "ffffffff" + "00440043" + "00100000"
                                + "0101060012345678"),
                "255.255.255.255");
    }

    @Test
    void guestAsRoot_sendsAnUnknownEtherType_losesItsVm() throws IOException {
        assertRogue(frame(GATEWAY_MAC, 0x88b5, "00".repeat(46)), "0x88b5");
    }

    /** What every guest's card has until its agent is told another. */
    @Test
    void guestAsRoot_usesAnotherMacAddress_losesItsVm() throws IOException {
        String question = "0001080006040001" + "020000770002" + "a9fe4d02" + "000000000000" + "a9fe4d01";
        assertRogue(frame(GATEWAY_MAC, "020000770002", 0x0806, question), "MAC address that is not the guest's");
    }

    @Test
    void guestAsRoot_spoofsArp_losesItsVm() throws IOException {
        assertRogue(
                frame("ffffffffffff", 0x0806, "0001080006040001" + OWN_MAC + "c0a80101" + "000000000000" + "c0a80102"),
                "ARP");
    }

    @Test
    void requesterOfARogueJob_hasABadReputationAtTheProvider_whichRunsItsJobsAllTheSame() {
        try (Machine other = Machine.fresh(Machine.images())
                .configured("{\"multicast\": false, \"lend\": {\"enabled\": false}}")
                .started()) {
            String key =
                    machine.json("network", "show", "My Team").get("join_key").asString();
            assertThat(other.omerta("network", "join", "--key", key).exitCode()).isZero();
            TwoMachinesIT.awaitPeerUp(other);
            String requester = other.json("status").get("peer_id").asString();
            String rogue = frame(GATEWAY_MAC, 0x88b5, "00".repeat(46));

            assertThat(other.omerta("submit", "--script", rogue + "\nsleep 20").exitCode())
                    .isEqualTo(125);

            TwoMachinesIT.awaitReputation(machine, requester, 20, "had a job here that tried to get past its tunnel");
            JsonNode peer = machine.json("peers").get("peers").get(0);
            assertThat(peer.get("peer_id").asString()).isEqualTo(requester);
            assertThat(peer.get("reputation").asInt()).isEqualTo(20);
            assertThat(other.omerta("submit", "--script", "true").exitCode()).isZero();
        }
    }

    private void assertRogue(String attempt, String evidence) throws IOException {
        Path record = directory.resolve("result.json");

        Command.Result result = machine.omerta(
                "submit", "--result", record.toString(), "--script", attempt + "\nsleep 20\necho survived");

        assertThat(result.exitCode()).as("%s", result).isEqualTo(125);
        assertThat(result.stdout()).doesNotContain("survived");
        assertThat(result.stderr()).contains("rogue connection").containsIgnoringCase(evidence.strip());
        JsonNode end = Machine.parse(Files.readString(record));
        assertThat(end.get("state").asString()).isEqualTo("ROGUE_CONNECTION_DETECTED");
        JsonNode rogue = end.get("rogue_connection");
        assertThat(rogue.get("first_bytes").asString())
                .hasSize(2 * Math.min(64, rogue.get("frame_bytes").asInt()));
        assertThat(machine.omerta("explain", end.get("job_id").asString()).stdout())
                .contains("rogue connection", rogue.get("first_bytes").asString(), "before it: ");
        machine.awaitNoVirtualMachine(Duration.ofSeconds(20));
    }
}
