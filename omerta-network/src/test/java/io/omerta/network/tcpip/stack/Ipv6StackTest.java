package io.omerta.network.tcpip.stack;

import static org.assertj.core.api.Assertions.assertThat;

import io.omerta.network.tcpip.flow.FlowPolicy;
import io.omerta.network.tcpip.flow.Verdict;
import io.omerta.network.tcpip.socket.SequenceSource;
import io.omerta.network.tcpip.wire.IcmpMessage;
import io.omerta.network.tcpip.wire.IcmpView;
import io.omerta.network.tcpip.wire.IpAddress;
import io.omerta.network.tcpip.wire.IpPacket;
import io.omerta.network.tcpip.wire.IpProtocol;
import io.omerta.network.tcpip.wire.IpView;
import io.omerta.network.tcpip.wire.PacketWriter;
import io.omerta.network.tcpip.wire.Parsed;
import io.omerta.network.tcpip.wire.TcpFlags;
import io.omerta.network.tcpip.wire.TcpOptions;
import io.omerta.network.tcpip.wire.TcpSegment;
import io.omerta.network.tcpip.wire.TcpView;
import io.omerta.network.tcpip.wire.UdpDatagram;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The same stack over IPv6: whole packets in, whole packets out. */
final class Ipv6StackTest {
    private static final IpAddress HUB = IpAddress.parse("fd00::1");
    private static final IpAddress GUEST = IpAddress.parse("fd00::2");
    private static final int MTU = 1_420;
    private static final int V6_HEADERS = 60;

    private final PacketWriter writer = new PacketWriter();
    private final List<ByteBuffer> out = new ArrayList<>();
    private FlowPolicy policy = request -> new Verdict.Reset("default");
    private final IpStack stack = new IpStack(
            StackConfig.of(MTU, HUB),
            request -> policy.decide(request),
            new NoForwarding(),
            new SequenceSource(new byte[16]),
            new Counters(),
            this::keep);

    private void keep(ByteBuffer packet) {
        out.add(ByteBuffer.allocate(packet.remaining()).put(packet).flip());
    }

    private IpPacket answer(ByteBuffer packet) {
        stack.input(1, packet);
        stack.poll(1);
        assertThat(out).hasSize(1);
        return valid(IpView.parse(out.removeFirst()));
    }

    private static <T> T valid(Parsed<T> parsed) {
        return switch (parsed) {
            case Parsed.Valid<T> valid -> valid.value();
            case Parsed.Malformed<T> malformed -> throw new AssertionError(malformed.reason());
        };
    }

    private ByteBuffer tcp(int flags, int sequence, int acknowledgment, String text) {
        ByteBuffer payload = ByteBuffer.wrap(text.getBytes(StandardCharsets.US_ASCII));
        TcpOptions options = new TcpOptions(flags == TcpFlags.SYN ? 1_360 : 0, -1, false, List.of(), null);
        return writer.tcp(
                GUEST, HUB, new TcpSegment(40_000, 80, sequence, acknowledgment, flags, 60_000, options, payload));
    }

    @Test
    void deniedSyn_isResetAtOnce() {
        TcpSegment reset = valid(TcpView.parse(answer(tcp(TcpFlags.SYN, 7, 0, ""))));

        assertThat(reset.flags()).isEqualTo(TcpFlags.RST | TcpFlags.ACK);
    }

    @Test
    void prohibitedSyn_isIcmpUnreachable() {
        policy = request -> new Verdict.Unreachable(Verdict.Unreachable.Kind.PROHIBITED, "test");

        IpPacket packet = answer(tcp(TcpFlags.SYN, 7, 0, ""));

        assertThat(packet.protocol()).isEqualTo(IpProtocol.ICMPV6);
        IcmpMessage unreachable = valid(IcmpView.parse(packet));
        assertThat(unreachable.type()).isEqualTo(1);
        assertThat(unreachable.code()).isEqualTo(1);
    }

    @Test
    void acceptedFlow_takesTextAndSaysWhatFitsIntoItsPackets() {
        Transfer server = new Transfer(0, 1);
        policy = request -> new Verdict.ServeTcp(flow -> {
            flow.accept();
            return server;
        });
        TcpSegment synAck = valid(TcpView.parse(answer(tcp(TcpFlags.SYN, 7, 0, ""))));
        assertThat(synAck.flags()).isEqualTo(TcpFlags.SYN | TcpFlags.ACK);
        assertThat(synAck.options().mss()).isEqualTo(MTU - V6_HEADERS);

        stack.input(1, tcp(TcpFlags.ACK, 8, synAck.sequence() + 1, "hello"));
        stack.poll(1);

        assertThat(server.receivedBytes()).isEqualTo(5);
    }

    @Test
    void deniedDatagram_isPortUnreachable() {
        UdpDatagram datagram = new UdpDatagram(5_000, 53, ByteBuffer.allocate(10));

        IcmpMessage unreachable = valid(IcmpView.parse(answer(writer.udp(GUEST, HUB, datagram))));

        assertThat(unreachable.type()).isEqualTo(1);
        assertThat(unreachable.code()).isEqualTo(4);
    }

    @Test
    void echo_isAnswered() {
        IcmpMessage echo = new IcmpMessage(128, 0, 42, ByteBuffer.wrap(new byte[] {1, 2, 3}));

        IcmpMessage reply = valid(IcmpView.parse(answer(writer.icmp(GUEST, HUB, echo))));

        assertThat(reply).isEqualTo(new IcmpMessage(129, 0, 42, ByteBuffer.wrap(new byte[] {1, 2, 3})));
    }
}
