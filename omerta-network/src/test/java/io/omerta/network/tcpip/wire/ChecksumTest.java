package io.omerta.network.tcpip.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ChecksumTest {
    /** The bytes of RFC 1071, section 3: their sum is ddf2. */
    @Test
    void exampleOfTheRfc_addsUp() {
        ByteBuffer bytes = ByteBuffer.wrap(
                new byte[] {0x00, 0x01, (byte) 0xf2, 0x03, (byte) 0xf4, (byte) 0xf5, (byte) 0xf6, (byte) 0xf7});

        assertThat(Checksum.finish(Checksum.sum(bytes, 0, 8))).isEqualTo(~0xddf2 & 0xFFFF);
    }

    @Test
    void everyLengthAndPlace_inEveryKindOfBuffer_isTheSumOfItsWords() {
        byte[] bytes = new byte[300];
        new Random(1).nextBytes(bytes);
        ByteBuffer heap = ByteBuffer.wrap(bytes);
        ByteBuffer direct = ByteBuffer.allocateDirect(bytes.length).put(0, bytes);
        ByteBuffer inner = ByteBuffer.wrap(bytes).slice(5, bytes.length - 5);
        for (int offset = 0; offset < 9; offset++) {
            for (int length = 0; length < 120; length++) {
                int expected = wordByWord(bytes, offset, length);
                assertThat(Checksum.finish(Checksum.sum(heap, offset, length))).isEqualTo(expected);
                assertThat(Checksum.finish(Checksum.sum(direct, offset, length)))
                        .isEqualTo(expected);
                assertThat(Checksum.finish(Checksum.sum(heap.asReadOnlyBuffer(), offset, length)))
                        .isEqualTo(expected);
                assertThat(Checksum.finish(Checksum.sum(inner, offset, length)))
                        .isEqualTo(wordByWord(bytes, offset + 5, length));
            }
        }
    }

    @Test
    void largestPacketOfAllOnes_doesNotOverflow() {
        byte[] bytes = new byte[65_535];
        Arrays.fill(bytes, (byte) 0xFF);

        assertThat(Checksum.finish(Checksum.sum(ByteBuffer.wrap(bytes), 0, bytes.length)))
                .isEqualTo(wordByWord(bytes, 0, bytes.length));
    }

    private static int wordByWord(byte[] bytes, int offset, int length) {
        int sum = 0;
        for (int i = 0; i < length; i++) {
            sum += (bytes[offset + i] & 0xFF) << (i % 2 == 0 ? 8 : 0);
            sum = (sum & 0xFFFF) + (sum >>> 16);
        }
        return ~sum & 0xFFFF;
    }
}
