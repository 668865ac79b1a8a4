package io.omerta.vm.frame;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class MacAddressTest {
    @Test
    void random_isALocalOne_andNoneOfOurConstantOnes() {
        Random random = new Random(3);
        assertThat(Stream.generate(() -> MacAddress.random(random)).limit(10_000))
                .allSatisfy(address -> {
                    assertThat(address.toBytes()).hasSize(6);
                    assertThat(address.toBytes()[0] & 3).isEqualTo(2);
                    assertThat(address.toBytes()[1]).isNegative();
                });
    }

    @Test
    void random_isAnotherOneEachTime() {
        Random random = new Random(4);
        assertThat(Stream.generate(() -> MacAddress.random(random)).limit(1_000).collect(Collectors.toSet()))
                .hasSize(1_000);
    }

    @Test
    void toString_isAsPeopleWriteThem() {
        assertThat(new MacAddress(0x0280_de7e_c7edL)).hasToString("02:80:de:7e:c7:ed");
    }

    @Test
    void onMulticastOrForeignOrLongBits_refuses() {
        for (long bits : new long[] {0x0380_0000_0000L, 0x0080_0000_0000L, 0x1_0280_0000_0000L, -1}) {
            assertThatThrownBy(() -> new MacAddress(bits)).isInstanceOf(IllegalArgumentException.class);
        }
    }
}
