package io.omerta.vm.qemu;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MachineShapeTest {
    @ParameterizedTest
    @CsvSource({"7, 7", "8, 8", "9, 10", "608, 640", "640, 640", "641, 768", "1120, 1280", "8288, 10240", "16384, 16384"
    })
    void memory_isRoundedUpToThreeDigits(long asked, long given) {
        assertThat(MachineShape.roundUp(asked)).isEqualTo(given);
    }

    @Test
    void memory_isNeverLessThanAskedForNorAQuarterMore() {
        for (long asked = 16; asked < 1 << 20; asked += 37) {
            assertThat(MachineShape.roundUp(asked)).isBetween(asked, asked + asked / 4);
        }
    }

    @Test
    void memoryOfTheHost_isShortBelowASeventh() {
        assertThat(MemoryPressure.isShort(14, 100)).isTrue();
        assertThat(MemoryPressure.isShort(16, 100)).isFalse();
        assertThat(MemoryPressure.isShort(1L << 40, 1L << 41)).isFalse();
    }
}
