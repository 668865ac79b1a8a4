package io.omerta.provider.gate;

import static io.omerta.provider.gate.Frames.TO_GATEWAY;
import static io.omerta.provider.gate.Frames.arp;
import static io.omerta.provider.gate.Frames.hex;
import static io.omerta.provider.gate.Frames.initiation;
import static io.omerta.provider.gate.Frames.longer;
import static io.omerta.provider.gate.Frames.message;
import static io.omerta.provider.gate.Frames.tunnel;
import static io.omerta.provider.gate.Frames.udp;
import static io.omerta.provider.gate.Frames.with;
import static io.omerta.provider.gate.Frames.withChecksums;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.nio.ByteBuffer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What passes, and what is made for the guest. */
class FrameGateTest {
    private final FrameGate gate = new FrameGate(Frames.GUEST_MAC);

    static Stream<Arguments> accepted() {
        return Stream.of(
                arguments("initiation", initiation()),
                arguments("response", tunnel(message(2, 92))),
                arguments("cookie reply", tunnel(message(3, 64))),
                arguments("keepalive", tunnel(message(4, 32))),
                arguments("data", tunnel(message(4, 48))),
                arguments("largest data", tunnel(message(4, 1472))),
                arguments("without UDP checksum", with(initiation(), 40, "0000")),
                arguments("DSCP of a handshake", withChecksums(with(initiation(), 15, "88"))),
                arguments("fragmenting allowed", withChecksums(with(initiation(), 20, "0000"))),
                arguments("time to live 1", withChecksums(with(initiation(), 22, "01"))),
                arguments("source port 1", udp(1, 51_820, message(4, 32))),
                arguments("source port 65535", udp(65_535, 51_820, message(4, 32))));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("accepted")
    void onDatagramOfTheTunnel_passesItsPayload(String name, byte[] frame) {
        assertThat(gate.judge(frame))
                .isInstanceOfSatisfying(
                        Verdict.Pass.class,
                        pass -> assertThat(pass.datagram()).isEqualTo(ByteBuffer.wrap(frame, 42, frame.length - 42)));
    }

    static Stream<Arguments> questions() {
        return Stream.of(
                arguments("broadcast", arp()),
                arguments("to the gateway", hex(TO_GATEWAY + Frames.ARP_BODY)),
                arguments("padded by one", longer(arp(), 1)),
                arguments("padded to 60", longer(arp(), 18)));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("questions")
    void onQuestionForTheGateway_answers(String name, byte[] frame) {
        byte[] reply = longer(
                hex("020000770002 020000770001 0806 0001 0800 06 04 0002"
                        + "020000770001 a9fe4d01 020000770002 a9fe4d02"),
                18);

        assertThat(gate.judge(frame)).isEqualTo(new Verdict.Answer(ByteBuffer.wrap(reply)));
    }

    @Test
    void beforeFirstDatagram_wrap_drops() {
        assertThat(gate.wrap(message(2, 92))).isEmpty();
    }

    @Test
    void afterFirstDatagram_wrap_addressesTheGuestsPort() {
        gate.judge(udp(40_000, 51_820, message(1, 148)));
        byte[] message = message(2, 92);

        byte[] frame = gate.wrap(message).orElseThrow();

        assertThat(frame).startsWith(hex("020000770002 020000770001 0800 4500 0078 0000 4000 40 11"));
        assertThat(frame).containsSequence(hex("a9fe4d01 a9fe4d02 ca6c 9c40 0064"));
        assertThat(frame).endsWith(message).isEqualTo(withChecksums(frame));
    }

    static Stream<Arguments> notWireGuard() {
        return Stream.of(
                arguments("nothing", new byte[0]),
                arguments("text", hex("48454c4c4f")),
                arguments("type 9", message(9, 148)),
                arguments("reserved bytes", with(message(1, 148), 2, "01")),
                arguments("wrong size", message(1, 150)),
                arguments("larger than the link", message(4, 1488)),
                arguments("larger than any datagram", message(4, 65_536)));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("notWireGuard")
    void onAnythingButWireGuard_wrap_drops(String name, byte[] datagram) {
        gate.judge(initiation());

        assertThat(gate.wrap(datagram)).isEmpty();
    }

    @Test
    void onLargestMessage_wrap_fillsTheLink() {
        gate.judge(initiation());

        assertThat(gate.wrap(message(4, 1472)).orElseThrow()).hasSize(1514);
    }
}
