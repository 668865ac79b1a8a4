package io.omerta.provider.gate;

import static io.omerta.provider.gate.Frames.hex;
import static io.omerta.provider.gate.Frames.initiation;
import static io.omerta.provider.gate.Frames.message;
import static io.omerta.provider.gate.Frames.tunnel;
import static io.omerta.provider.gate.Frames.udp;
import static io.omerta.provider.gate.Frames.with;
import static io.omerta.provider.gate.Frames.withChecksums;
import static io.omerta.provider.gate.Refused.TUNNEL_ONLY;
import static io.omerta.provider.gate.Refused.refused;
import static io.omerta.provider.gate.Refused.refusedDatagram;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** UDP to where the tunnel is, or nearly. */
class FrameGateDatagramTest {
    private final FrameGate gate = new FrameGate(Frames.GUEST_MAC);

    static Stream<Arguments> datagrams() {
        return Stream.of(
                refused("IPv4 UDP", "169.254.77.1:53", TUNNEL_ONLY, udp(40_000, 53, message(1, 148))),
                refused("IPv4 UDP", "169.254.77.1:51821", TUNNEL_ONLY, udp(40_000, 51_821, message(1, 148))),
                refused("IPv4 UDP", "169.254.77.1:0", TUNNEL_ONLY, udp(51_820, 0, message(1, 148))),
                refusedDatagram("source port 0", udp(0, 51_820, message(1, 148))),
                refusedDatagram(
                        "the UDP header says 157 bytes, there are 156", withChecksums(with(initiation(), 38, "009d"))),
                refusedDatagram(
                        "the UDP header says 155 bytes, there are 156", withChecksums(with(initiation(), 38, "009b"))),
                refusedDatagram(
                        "the UDP header says 8 bytes, there are 156", withChecksums(with(initiation(), 38, "0008"))),
                refusedDatagram(
                        "the UDP header says 0 bytes, there are 156", withChecksums(with(initiation(), 38, "0000"))),
                refusedDatagram("wrong UDP checksum", with(initiation(), 40, "dead")),
                refusedDatagram("wrong UDP checksum", with(initiation(), 100, "dead")),
                refusedDatagram("a payload of 0 bytes is no WireGuard message", tunnel(new byte[0])),
                refusedDatagram("a payload of 3 bytes is no WireGuard message", tunnel(new byte[3])),
                refusedDatagram("not a WireGuard message: type 0", tunnel(message(0, 148))),
                refusedDatagram("not a WireGuard message: type 5", tunnel(message(5, 148))),
                refusedDatagram("not a WireGuard message: type 255", tunnel(message(255, 148))),
                refusedDatagram("not a WireGuard message", tunnel(with(message(1, 148), 1, "01"))),
                refusedDatagram("not a WireGuard message", tunnel(with(message(4, 48), 3, "80"))),
                refusedDatagram("a WireGuard message of type 1 with 149 bytes instead of 148", tunnel(message(1, 149))),
                refusedDatagram("a WireGuard message of type 1 with 147 bytes instead of 148", tunnel(message(1, 147))),
                refusedDatagram("a WireGuard message of type 2 with 148 bytes instead of 92", tunnel(message(2, 148))),
                refusedDatagram("a WireGuard message of type 3 with 4 bytes instead of 64", tunnel(message(3, 4))),
                refusedDatagram(
                        "a WireGuard message of type 4 with 16 bytes, not a multiple of 16 from 32 up",
                        tunnel(message(4, 16))),
                refusedDatagram(
                        "a WireGuard message of type 4 with 33 bytes, not a multiple of 16 from 32 up",
                        tunnel(message(4, 33))),
                refusedDatagram("not a WireGuard message", tunnel(hex("abcd 0100 0001 0000 0000 0000"))),
                refusedDatagram("not a WireGuard message", tunnel(hex("0001 0000 2112a442 000000000000000000000000"))));
    }

    @ParameterizedTest(name = "{0} to {1}: {2}")
    @MethodSource({"datagrams"})
    void onDatagramThatIsNoWireGuard_isRogue(String protocol, String destination, String reason, byte[] frame) {
        new Refused(protocol, destination, reason).check(frame);
    }

    @Test
    void afterFirstDatagram_onAnotherSourcePort_isRogue() {
        gate.judge(udp(40_000, 51_820, message(1, 148)));

        assertThat(gate.judge(udp(40_001, 51_820, message(1, 148))))
                .isInstanceOfSatisfying(
                        Verdict.Rogue.class,
                        rogue -> assertThat(rogue.connection().reason())
                                .isEqualTo("source port 40001, the tunnel's is 40000"));
        assertThat(gate.judge(udp(40_000, 51_820, message(4, 32)))).isInstanceOf(Verdict.Pass.class);
    }
}
