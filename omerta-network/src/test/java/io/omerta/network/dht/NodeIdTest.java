package io.omerta.network.dht;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigInteger;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NodeIdTest {
    private static final Random RANDOM = new Random(1);

    private static BigInteger number(NodeId id) {
        return new BigInteger(1, id.toBytes());
    }

    @Test
    void bytes_areThoseThatItWasMadeOf() {
        byte[] bytes = new byte[NodeId.BYTES];
        RANDOM.nextBytes(bytes);

        assertThat(NodeId.ofBytes(bytes).toBytes()).isEqualTo(bytes);
        assertThat(NodeId.ofBytes(bytes)).isEqualTo(NodeId.ofBytes(bytes)).hasSameHashCodeAs(NodeId.ofBytes(bytes));
        assertThatThrownBy(() -> NodeId.ofBytes(new byte[31])).hasMessage("node id: 31 bytes, 32 expected");
    }

    @Test
    void distance_isTheExclusiveOrAsANumber() {
        for (int i = 0; i < 1_000; i++) {
            NodeId point = NodeId.random(RANDOM);
            NodeId one = point.randomAt(RANDOM.nextInt(256), RANDOM);
            NodeId two = point.randomAt(RANDOM.nextInt(256), RANDOM);

            assertThat(Integer.signum(point.compareDistance(one, two)))
                    .isEqualTo(number(point)
                            .xor(number(one))
                            .compareTo(number(point).xor(number(two))));
            assertThat(Integer.signum(one.compareTo(two))).isEqualTo(number(one).compareTo(number(two)));
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 63, 64, 65, 127, 128, 191, 192, 254, 255})
    void randomPoint_sharesExactlySoManyBits(int prefix) {
        NodeId point = NodeId.random(RANDOM);
        for (int i = 0; i < 50; i++) {
            assertThat(point.commonPrefix(point.randomAt(prefix, RANDOM))).isEqualTo(prefix);
        }
    }

    @Test
    void commonPrefix_withItself_isAll() {
        NodeId point = NodeId.random(RANDOM);

        assertThat(point.commonPrefix(point)).isEqualTo(NodeId.BITS);
    }

    @Test
    void next_isOneMore_andAfterTheLastComesTheFirst() {
        byte[] ones = new byte[NodeId.BYTES];
        Arrays.fill(ones, (byte) 0xff);
        byte[] carries = ones.clone();
        carries[0] = 1;

        assertThat(number(NodeId.ofBytes(carries).next()))
                .isEqualTo(number(NodeId.ofBytes(carries)).add(BigInteger.ONE));
        assertThat(NodeId.ofBytes(ones).next()).isEqualTo(NodeId.ofBytes(new byte[NodeId.BYTES]));
    }

    @Test
    void bits_areReadFromTheFirstOn() {
        byte[] bytes = new byte[NodeId.BYTES];
        bytes[0] = (byte) 0b1011_0000;
        bytes[31] = 1;
        NodeId id = NodeId.ofBytes(bytes);

        assertThat(id.bits(0, 4)).isEqualTo(0b1011);
        assertThat(id.bits(254, 4)).isEqualTo(0b0100);
        assertThat(id.bit(255)).isTrue();
    }
}
