package io.omerta.network.tcpip.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Parsers against writers, and against every way to be malformed that has a name. */
final class WireTest {
    private static final IpAddress A4 = IpAddress.parse("10.0.1.2");
    private static final IpAddress B4 = IpAddress.parse("10.0.0.1");
    private static final IpAddress A6 = IpAddress.parse("fd00::2");
    private static final IpAddress B6 = IpAddress.parse("fd00::1");
    private static final TcpOptions ALL =
            new TcpOptions(1_380, 7, true, List.of(new SackBlock(5, 9)), new TcpOptions.Timestamps(77, 88));

    private static byte[] bytes(ByteBuffer packet) {
        byte[] bytes = new byte[packet.remaining()];
        packet.get(bytes);
        return bytes;
    }

    private static byte[] tcp(IpAddress from, IpAddress to, TcpOptions options, int length) {
        ByteBuffer payload = ByteBuffer.allocate(length);
        return bytes(new PacketWriter()
                .tcp(from, to, new TcpSegment(1_000, 80, -5, 6, TcpFlags.ACK | TcpFlags.PSH, 500, options, payload)));
    }

    private static byte[] udp(IpAddress from, IpAddress to, int length) {
        return bytes(new PacketWriter().udp(from, to, new UdpDatagram(53, 5_353, ByteBuffer.allocate(length))));
    }

    private static IpPacket packet(byte[] bytes) {
        return switch (IpView.parse(ByteBuffer.wrap(bytes))) {
            case Parsed.Valid<IpPacket> valid -> valid.value();
            case Parsed.Malformed<IpPacket> malformed -> throw new AssertionError(malformed.reason());
        };
    }

    private static Object outcome(Parsed<?> parsed) {
        return switch (parsed) {
            case Parsed.Valid<?> valid -> valid.value();
            case Parsed.Malformed<?> malformed -> malformed.reason();
        };
    }

    /** Corrects the header's checksum after a test has changed the header. */
    private static void fixIpv4(byte[] packet) {
        ByteBuffer buffer = ByteBuffer.wrap(packet);
        buffer.putShort(10, (short) 0);
        buffer.putShort(10, (short) Checksum.finish(Checksum.sum(buffer, 0, (packet[0] & 0xF) * 4)));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3, 1_380, 1_381})
    void tcpSegment_onWriteAndParse_isTheSame(int length) {
        for (boolean six : new boolean[] {false, true}) {
            IpPacket packet = packet(tcp(six ? A6 : A4, six ? B6 : B4, ALL, length));
            assertThat(packet.source()).isEqualTo(six ? A6 : A4);
            assertThat(packet.destination()).isEqualTo(six ? B6 : B4);
            assertThat(outcome(TcpView.parse(packet)))
                    .isEqualTo(new TcpSegment(
                            1_000, 80, -5, 6, TcpFlags.ACK | TcpFlags.PSH, 500, ALL, ByteBuffer.allocate(length)));
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 1_400})
    void udpDatagram_onWriteAndParse_isTheSame(int length) {
        assertThat(outcome(UdpView.parse(packet(udp(A4, B4, length)))))
                .isEqualTo(new UdpDatagram(53, 5_353, ByteBuffer.allocate(length)));
        assertThat(outcome(UdpView.parse(packet(udp(A6, B6, length)))))
                .isEqualTo(new UdpDatagram(53, 5_353, ByteBuffer.allocate(length)));
    }

    @Test
    void icmpMessage_onWriteAndParse_isTheSame() {
        IcmpMessage echo = new IcmpMessage(8, 0, 0x12345678, ByteBuffer.wrap(new byte[] {1, 2, 3}));
        assertThat(outcome(IcmpView.parse(packet(bytes(new PacketWriter().icmp(A4, B4, echo))))))
                .isEqualTo(echo);
        assertThat(outcome(IcmpView.parse(packet(bytes(new PacketWriter().icmp(A6, B6, echo))))))
                .isEqualTo(echo);
    }

    /** The example of a published capture: its checksum is somebody else's work. */
    @Test
    void ipv4Header_ofCapture_addsUp() {
        byte[] header = HexFormat.of().parseHex("45000073000040004011b861c0a80001c0a800c7");
        assertThat(Checksum.finish(Checksum.sum(ByteBuffer.wrap(header), 0, header.length)))
                .isZero();
    }

    static Stream<Arguments> malformedIpv4() {
        return Stream.of(
                broken("version 5", packet -> packet[0] = 0x55, Malformation.UNKNOWN_VERSION),
                broken("header of 16 octets", packet -> packet[0] = 0x44, Malformation.LENGTH_CONTRADICTION),
                broken("header longer than packet", packet -> packet[0] = 0x4F, Malformation.BAD_CHECKSUM),
                broken("total length too large", packet -> packet[2] = 0x7F, Malformation.LENGTH_CONTRADICTION),
                broken("total length too small", packet -> packet[3] = 10, Malformation.LENGTH_CONTRADICTION),
                broken("checksum", packet -> packet[10] ^= 1, Malformation.BAD_CHECKSUM),
                broken(
                        "reserved flag",
                        packet -> {
                            packet[6] |= (byte) 0x80;
                            fixIpv4(packet);
                        },
                        Malformation.RESERVED_VALUE),
                broken(
                        "fragment over the end",
                        packet -> {
                            packet[6] = 0x1F;
                            packet[7] = (byte) 0xFF;
                            fixIpv4(packet);
                        },
                        Malformation.LENGTH_CONTRADICTION),
                broken(
                        "fragment not of 8 octets",
                        packet -> {
                            packet[6] = 0x20;
                            fixIpv4(packet);
                        },
                        Malformation.LENGTH_CONTRADICTION));
    }

    private static Arguments broken(String name, Consumer<byte[]> change, Malformation reason) {
        return Arguments.of(name, change, reason);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("malformedIpv4")
    void ipv4Packet_onLie_isMalformed(String name, Consumer<byte[]> change, Malformation reason) {
        byte[] packet = udp(A4, B4, 33);
        change.accept(packet);
        assertThat(outcome(IpView.parse(ByteBuffer.wrap(packet)))).as(name).isEqualTo(reason);
    }

    static Stream<Arguments> malformedTcp() {
        int at = 20;
        return Stream.of(
                brokenTcp("header of 16 octets", packet -> packet[at + 12] = 0x40, Malformation.LENGTH_CONTRADICTION),
                brokenTcp(
                        "header behind the end",
                        packet -> packet[at + 12] = (byte) 0xF0,
                        Malformation.LENGTH_CONTRADICTION),
                brokenTcp("checksum", packet -> packet[at + 16] ^= 1, Malformation.BAD_CHECKSUM),
                brokenTcp(
                        "source port 0",
                        sealed(packet -> packet[at] = packet[at + 1] = 0),
                        Malformation.RESERVED_VALUE),
                brokenTcp("SYN and FIN", sealed(packet -> packet[at + 13] = 3), Malformation.BAD_FLAGS),
                brokenTcp("SYN and RST", sealed(packet -> packet[at + 13] = 6), Malformation.BAD_FLAGS),
                brokenTcp("option of length 0", sealed(packet -> packet[at + 21] = 0), Malformation.BAD_OPTION),
                brokenTcp("option of length 1", sealed(packet -> packet[at + 21] = 1), Malformation.BAD_OPTION),
                brokenTcp("MSS of 3 octets", sealed(packet -> packet[at + 21] = 3), Malformation.BAD_OPTION),
                brokenTcp("option over the end", sealed(packet -> packet[at + 21] = 40), Malformation.BAD_OPTION));
    }

    private static Arguments brokenTcp(String name, Consumer<byte[]> change, Malformation reason) {
        return Arguments.of(name, change, reason);
    }

    private static Consumer<byte[]> sealed(Consumer<byte[]> change) {
        return packet -> {
            change.accept(packet);
            ByteBuffer buffer = ByteBuffer.wrap(packet);
            buffer.putShort(36, (short) 0);
            int length = packet.length - 20;
            long sum = Checksum.pseudoHeader(A4, B4, IpProtocol.TCP, length) + Checksum.sum(buffer, 20, length);
            buffer.putShort(36, (short) Checksum.finish(sum));
        };
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("malformedTcp")
    void tcpSegment_onLie_isMalformed(String name, Consumer<byte[]> change, Malformation reason) {
        byte[] packet = tcp(A4, B4, new TcpOptions(1_380, -1, false, List.of(), null), 10);
        change.accept(packet);
        assertThat(outcome(TcpView.parse(packet(packet)))).as(name).isEqualTo(reason);
    }

    @Test
    void udpDatagram_withoutChecksum_isValidOnlyInIpv4() {
        byte[] four = udp(A4, B4, 8);
        four[26] = four[27] = 0;
        byte[] six = udp(A6, B6, 8);
        six[46] = six[47] = 0;
        assertThat(outcome(UdpView.parse(packet(four)))).isInstanceOf(UdpDatagram.class);
        assertThat(outcome(UdpView.parse(packet(six)))).isEqualTo(Malformation.BAD_CHECKSUM);
    }

    @Test
    void udpDatagram_onLengthLies_isMalformed() {
        byte[] longer = udp(A4, B4, 8);
        longer[25] = 17;
        byte[] shorter = udp(A4, B4, 8);
        shorter[25] = 7;
        assertThat(outcome(UdpView.parse(packet(longer)))).isEqualTo(Malformation.LENGTH_CONTRADICTION);
        assertThat(outcome(UdpView.parse(packet(shorter)))).isEqualTo(Malformation.LENGTH_CONTRADICTION);
    }

    @Test
    void anyPrefix_onParse_isAnOrdinaryResult() {
        for (byte[] whole : List.of(tcp(A4, B4, ALL, 20), tcp(A6, B6, ALL, 20), udp(A4, B4, 5), udp(A6, B6, 5))) {
            for (int length = 0; length < whole.length; length++) {
                assertThat(outcome(IpView.parse(ByteBuffer.wrap(whole, 0, length))))
                        .isInstanceOf(Malformation.class);
            }
        }
    }

    @Test
    void anyFlippedBit_onParse_isNoticedOrHarmless() {
        Random random = new Random(7);
        byte[] whole = tcp(A4, B4, ALL, 20);
        for (int i = 0; i < 20_000; i++) {
            byte[] packet = whole.clone();
            packet[random.nextInt(packet.length)] ^= (byte) (1 << random.nextInt(8));
            if (IpView.parse(ByteBuffer.wrap(packet)) instanceof Parsed.Valid<IpPacket> valid) {
                assertThat(outcome(TcpView.parse(valid.value()))).isInstanceOf(Malformation.class);
            }
        }
    }

    @Test
    void addresses_onText_readAsWritten() {
        assertThat(IpAddress.parse("10.0.0.1")).hasToString("10.0.0.1");
        assertThat(IpAddress.parse("255.255.255.255").isMulticast()).isTrue();
        assertThat(IpAddress.parse("127.0.0.1").isUnicastHost()).isFalse();
        assertThat(IpAddress.parse("0.0.0.0").isUnicastHost()).isFalse();
        assertThat(IpAddress.parse("::1").isUnicastHost()).isFalse();
        assertThat(IpAddress.parse("ff02::1").isMulticast()).isTrue();
        assertThat(IpAddress.parse("fd00::1").isUnicastHost()).isTrue();
    }
}
