package io.omerta.vm.qemu;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.omerta.core.error.OmertaException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class QemuBinaryTest {
    @Test
    void version_isRead() {
        assertThat(QemuBinary.parseVersion("QEMU emulator version 7.2.22 (Debian 1:7.2+dfsg-7)\n"))
                .isEqualTo("7.2.22");
        assertThat(QemuBinary.parseVersion("QEMU emulator version 10.0")).isEqualTo("10.0");
    }

    @ParameterizedTest
    @ValueSource(strings = {"QEMU emulator version 7.1.0", "QEMU emulator version 5.2.0 (Debian)", "", "hello"})
    void versionThatCannotBeUsed_isRefusedWithAHint(String output) {
        assertThatThrownBy(() -> QemuBinary.parseVersion(output))
                .isInstanceOfSatisfying(
                        OmertaException.class, e -> assertThat(e.hint()).contains("qemu"));
    }
}
