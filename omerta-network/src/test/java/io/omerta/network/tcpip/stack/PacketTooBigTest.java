package io.omerta.network.tcpip.stack;

import static org.assertj.core.api.Assertions.assertThat;

import io.omerta.network.tcpip.flow.Verdict;
import io.omerta.network.tcpip.socket.SequenceSource;
import io.omerta.network.tcpip.wire.IcmpMessage;
import io.omerta.network.tcpip.wire.IpAddress;
import io.omerta.network.tcpip.wire.IpPacket;
import io.omerta.network.tcpip.wire.IpView;
import io.omerta.network.tcpip.wire.Ipv4Address;
import io.omerta.network.tcpip.wire.PacketWriter;
import io.omerta.network.tcpip.wire.Parsed;
import io.omerta.network.tcpip.wire.TcpFlags;
import io.omerta.network.tcpip.wire.TcpOptions;
import io.omerta.network.tcpip.wire.TcpSegment;
import io.omerta.network.tcpip.wire.TcpView;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A guest behind a narrow link says what fits (RFC 1191, RFC 8201), truly or not. */
final class PacketTooBigTest {
    private static final int MTU = 1_420;
    private static final int LENGTH = 12_000;
    private static final int GUEST_PORT = 40_000;
    private static final int PORT = 8_000;
    private static final int MSS = 1_400;

    /** A guest with a connection whose first flight is on its way. */
    private static final class Scene {
        final PacketWriter writer = new PacketWriter();
        final List<ByteBuffer> out = new ArrayList<>();
        final IpAddress guest;
        final IpAddress hub;
        final IpStack stack;
        final List<ByteBuffer> flight;

        Scene(String guestAddress) {
            guest = IpAddress.parse(guestAddress);
            hub = IpAddress.parse(isIpv4() ? "10.0.0.1" : "fd00::1");
            stack = new IpStack(
                    StackConfig.of(MTU, hub),
                    request -> new Verdict.ServeTcp(flow -> {
                        flow.accept();
                        return new Transfer(LENGTH, 1);
                    }),
                    new NoForwarding(),
                    new SequenceSource(new byte[16]),
                    new Counters(),
                    packet -> out.add(
                            ByteBuffer.allocate(packet.remaining()).put(packet).flip()));
            TcpOptions mss = new TcpOptions(MSS, -1, false, List.of(), null);
            TcpSegment answer =
                    segment(deliver(tcp(TcpFlags.SYN, 1_000, 0, mss)).getFirst());
            flight = deliver(tcp(TcpFlags.ACK, 1_001, answer.sequence() + 1, TcpOptions.NONE));
        }

        boolean isIpv4() {
            return guest instanceof Ipv4Address;
        }

        ByteBuffer tcp(int flags, int sequence, int acknowledgment, TcpOptions options) {
            TcpSegment segment = new TcpSegment(
                    GUEST_PORT, PORT, sequence, acknowledgment, flags, 60_000, options, TcpSegment.nothing());
            return writer.tcp(guest, hub, segment);
        }

        List<ByteBuffer> deliver(ByteBuffer packet) {
            stack.input(1, packet);
            stack.poll(1);
            List<ByteBuffer> answers = List.copyOf(out);
            out.clear();
            return answers;
        }

        List<ByteBuffer> tell(ByteBuffer quoted, int bytes, IpAddress from) {
            IcmpMessage message = new IcmpMessage(isIpv4() ? 3 : 2, isIpv4() ? 4 : 0, bytes, quoted.duplicate());
            return deliver(writer.icmp(from, hub, message));
        }

        List<ByteBuffer> tell(ByteBuffer quoted, int bytes) {
            return tell(quoted, bytes, guest);
        }

        /** As little of the first packet as routers may quote. */
        ByteBuffer quote() {
            return flight.getFirst().slice(0, PacketWriter.headerBytes(hub) + 8);
        }
    }

    private static TcpSegment segment(ByteBuffer packet) {
        IpPacket parsed = valid(IpView.parse(packet));
        return valid(TcpView.parse(parsed));
    }

    private static <T> T valid(Parsed<T> parsed) {
        return switch (parsed) {
            case Parsed.Valid<T> valid -> valid.value();
            case Parsed.Malformed<T> malformed -> throw new AssertionError(malformed.reason());
        };
    }

    @ParameterizedTest
    @ValueSource(strings = {"10.0.1.2", "fd00::2"})
    void tooBig_onSegmentUnderWay_sendsItAgainInShorterOnes(String address) {
        Scene scene = new Scene(address);
        assertThat(scene.flight).hasSizeGreaterThan(5).anyMatch(packet -> packet.remaining() == MTU);
        int first = segment(scene.flight.getFirst()).sequence();

        List<ByteBuffer> again = scene.tell(scene.quote(), 900);

        assertThat(again).isNotEmpty().allMatch(packet -> packet.remaining() <= 900);
        assertThat(segment(again.getFirst()).sequence()).isEqualTo(first);
        // Nothing is left out: each goes on where the one before it ends.
        int next = first;
        for (ByteBuffer packet : again) {
            TcpSegment segment = segment(packet);
            assertThat(segment.sequence()).isEqualTo(next);
            next = segment.end();
        }
        List<ByteBuffer> later = scene.deliver(scene.tcp(TcpFlags.ACK, 1_001, next, TcpOptions.NONE));
        assertThat(later).allMatch(packet -> packet.remaining() <= 900);
    }

    @ParameterizedTest
    @ValueSource(strings = {"10.0.1.2", "fd00::2"})
    void tooBig_onALieAboutTheLength_sendsNothingShorterThanEveryPathCarries(String address) {
        Scene scene = new Scene(address);

        List<ByteBuffer> again = scene.tell(scene.quote(), 70);

        assertThat(again.getFirst().remaining()).isBetween(536, 600);
        assertThat(scene.tell(scene.quote(), 1_300)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"10.0.1.2", "fd00::2"})
    void tooBig_thatProvesNothing_changesNothing(String address) {
        Scene scene = new Scene(address);
        ByteBuffer genuine = scene.quote();
        int tcp = PacketWriter.headerBytes(scene.hub);
        // The number behind the FIN.
        ByteBuffer neverSent = copy(genuine).putInt(tcp + 4, genuine.getInt(tcp + 4) + LENGTH + 1);
        ByteBuffer acknowledged = copy(genuine).putInt(tcp + 4, genuine.getInt(tcp + 4) - 1);
        ByteBuffer otherPort = copy(genuine).putShort(tcp + 2, (short) 40_001);
        IpAddress neighbour = IpAddress.parse(scene.isIpv4() ? "10.0.1.3" : "fd00::3");

        assertThat(scene.tell(neverSent, 900)).isEmpty();
        assertThat(scene.tell(acknowledged, 900)).isEmpty();
        assertThat(scene.tell(otherPort, 900)).isEmpty();
        assertThat(scene.tell(genuine, 900, neighbour)).isEmpty();
        assertThat(scene.tell(genuine, 0)).isEmpty();
        for (int length = 0; length < genuine.remaining(); length++) {
            assertThat(scene.tell(genuine.slice(0, length), 900)).isEmpty();
        }
    }

    private static ByteBuffer copy(ByteBuffer bytes) {
        return ByteBuffer.allocate(bytes.remaining()).put(bytes.duplicate()).flip();
    }
}
