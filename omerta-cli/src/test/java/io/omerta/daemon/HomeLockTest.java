package io.omerta.daemon;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.omerta.core.error.ErrorCode;
import io.omerta.core.error.OmertaException;
import io.omerta.standin.TestShell;
import java.nio.file.Files;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

class HomeLockTest {
    @AutoClose
    private final TestShell shell = TestShell.open();

    @Test
    void locked_onSecondDaemon_isRefusedInOneLine() {
        try (HomeLock _ = HomeLock.acquire(shell.home)) {
            assertThatExceptionOfType(OmertaException.class)
                    .isThrownBy(() -> HomeLock.acquire(shell.home))
                    .withMessage("could not start omertad: another one uses " + shell.home + " (pid "
                            + ProcessHandle.current().pid() + ")")
                    .satisfies(e -> assertThat(e.code()).isEqualTo(ErrorCode.IN_USE));
        }
        HomeLock.acquire(shell.home).close();
    }

    @Test
    void unlocked_withAnOldProcessId_hasNoHolder() throws Exception {
        assertThat(HomeLock.holder(shell.home)).isEmpty();
        HomeLock.acquire(shell.home).close();
        Files.writeString(shell.home.pid(), ProcessHandle.current().pid() + " 1\n");
        assertThat(HomeLock.holder(shell.home)).isEmpty();
        try (HomeLock _ = HomeLock.acquire(shell.home)) {
            assertThat(HomeLock.holder(shell.home)).contains(ProcessHandle.current());
            Files.writeString(shell.home.pid(), ProcessHandle.current().pid() + " 1\n");
            assertThat(HomeLock.holder(shell.home)).isEmpty();
        }
    }
}
