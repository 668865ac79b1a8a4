package io.omerta.vm.qemu;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TscRateTest {
    @Test
    void constantCounter_isTwiceInBogomips() {
        String cpuInfo = """
            cpu MHz\t\t: 812.345
            flags\t\t: fpu tsc constant_tsc nonstop_tsc
            bogomips\t: 4599.93
            """;
        assertThat(TscRate.parse(cpuInfo)).isEqualTo(OptionalLong.of(2_299_965));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "flags\t: fpu tsc\nbogomips\t: 4600.00\n",
                "flags\t: constant_tsc\n",
                "flags\t: constant_tsc\nbogomips\t: 0.00\n",
                "flags\t: constant_tsc\nbogomips\t: many\n"
            })
    void anythingElse_isUnknown(String cpuInfo) {
        assertThat(TscRate.parse(cpuInfo)).isEmpty();
    }
}
