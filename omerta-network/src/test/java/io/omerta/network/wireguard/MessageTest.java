package io.omerta.network.wireguard;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which datagrams are WireGuard messages, and which bytes are IP packets. */
final class MessageTest {
    @ParameterizedTest
    @CsvSource({
        "1, 148, INITIATION",
        "1, 147,",
        "1, 149,",
        "2, 92, RESPONSE",
        "2, 91,",
        "2, 93,",
        "3, 64, COOKIE_REPLY",
        "3, 63,",
        "3, 65,",
        "4, 32, TRANSPORT",
        "4, 31,",
        "4, 33, TRANSPORT",
        "4, 1452, TRANSPORT",
        "4, 65507, TRANSPORT",
        "0, 148,",
        "5, 148,",
        "257, 148,",
        "16777220, 64,",
        "-1, 64,",
        "4, 3,",
        "1, 0,"
    })
    void of_headerAndLength_decide(int header, int length, MessageType expected) {
        ByteBuffer datagram = ByteBuffer.allocate(Math.max(length, 4) + 5).position(5);
        for (int i = 0; i < 4; i++) {
            datagram.put(5 + i, (byte) (header >>> (8 * i)));
        }
        datagram.limit(5 + length);
        assertThat(MessageType.of(datagram)).isEqualTo(Optional.ofNullable(expected));
        assertThat(Message.parse(datagram.array(), datagram.arrayOffset() + 5, length) == null)
                .isEqualTo(expected == null);
    }

    @Test
    void ipPacket_lengths_areChecked() {
        byte[] four = TestPackets.packet("10.0.0.1", "10.0.0.2", 30, 1);
        assertThat(IpPacket.parse(four, 0, 50)).isNotNull();
        assertThat(IpPacket.parse(four, 0, 49)).isNull();
        assertThat(IpPacket.parse(four, 0, 19)).isNull();
        assertThat(IpPacket.parse(four, 0, 0)).isNull();
        four[0] = 0x44;
        assertThat(IpPacket.parse(four, 0, 50)).isNull();
        four[0] = 0x4f;
        assertThat(IpPacket.parse(four, 0, 50)).isNull();
        four[0] = 0x55;
        assertThat(IpPacket.parse(four, 0, 50)).isNull();

        byte[] six = TestPackets.packet("fd00::1", "fd00::2", 30, 1);
        assertThat(IpPacket.parse(six, 0, 70)).isNotNull();
        assertThat(IpPacket.parse(six, 0, 69)).isNull();
        assertThat(IpPacket.parse(six, 0, 39)).isNull();
    }

    @Test
    void ipPacket_padded_isAsLongAsItsHeaderTells() {
        byte[] padded = Arrays.copyOf(TestPackets.packet("10.0.0.1", "10.0.0.2", 30, 1), 64);
        IpPacket packet = Objects.requireNonNull(IpPacket.parse(padded, 0, 64));
        assertThat(packet.length()).isEqualTo(50);
    }
}
