package io.omerta.provider.execution;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class AmountsTest {
    @Test
    void seconds_areExact() {
        assertThat(Amounts.seconds(Duration.ofSeconds(60))).isEqualTo("60 s");
        assertThat(Amounts.seconds(Duration.ofMillis(1500))).isEqualTo("1.5 s");
        assertThat(Amounts.seconds(Duration.ofMillis(1))).isEqualTo("0.001 s");
    }

    @Test
    void bytes_areMegabytesOnlyWhenTheyAre() {
        assertThat(Amounts.bytes(1 << 20)).isEqualTo("1 MB");
        assertThat(Amounts.bytes((1 << 20) + 1)).isEqualTo("1048577 bytes");
        assertThat(Amounts.bytes(10)).isEqualTo("10 bytes");
    }
}
