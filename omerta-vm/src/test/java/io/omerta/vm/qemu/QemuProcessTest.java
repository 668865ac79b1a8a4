package io.omerta.vm.qemu;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** With real children, tied in both ways. */
@Timeout(60)
class QemuProcessTest {
    private static final Duration SOON = Duration.ofSeconds(20);

    @TempDir
    Path directory;

    private final ForkThread forks = new ForkThread();

    @AfterEach
    void noChildIsLeft() {
        forks.close();
        await().atMost(SOON).until(() -> ProcessHandle.current().descendants().noneMatch(ProcessHandle::isAlive));
    }

    @ParameterizedTest
    @EnumSource
    void childThatExits_isReapedWithItsStatusAndLastWords(QemuTether tether) throws Exception {
        QemuProcess process = start(tether, "sh", "-c", "echo first >&2; printf 'la\\033st' >&2; exit 7");
        assertThat(process.awaitExit(SOON)).contains(7);
        process.close();
        assertThat(process.lastErrors()).isEqualTo("first / la?st");
    }

    @ParameterizedTest
    @EnumSource
    void childThatIgnoresTerm_onClose_isGoneAtOnce(QemuTether tether) throws Exception {
        QemuProcess process = start(tether, "sh", "-c", "trap '' TERM; echo ready >&2; exec sleep 1000");
        await().atMost(SOON).until(() -> process.lastErrors().equals("ready"));
        process.close();
        assertThat(process.awaitExit(Duration.ZERO)).contains(128 + 9);
        process.close();
    }

    @Test
    void interruptedThread_onClose_stillClosesAndStaysInterrupted() throws Exception {
        QemuProcess process = start(QemuTether.PARENT_DEATH_SIGNAL, "sleep", "1000");
        Thread.currentThread().interrupt();
        process.close();
        assertThat(Thread.interrupted()).isTrue();
        assertThat(process.onExit()).isDone();
    }

    @Test
    void childTiedToItsForkThread_onEndOfThatThread_isKilledByTheKernel() throws Exception {
        QemuProcess process = start(QemuTether.PARENT_DEATH_SIGNAL, "sh", "-c", "echo ready >&2; exec sleep 1000");
        await().atMost(SOON).until(() -> process.lastErrors().equals("ready"));
        forks.close();
        assertThat(process.awaitExit(SOON)).contains(128 + 9);
    }

    @Test
    void identity_isOfThatProcessOnly() throws Exception {
        QemuProcess process = start(QemuTether.PARENT_DEATH_SIGNAL, "sleep", "1000");
        ProcessIdentity identity = process.identity().orElseThrow();
        assertThat(identity.find()).isPresent();
        assertThat(new ProcessIdentity(identity.pid(), identity.started() + "0").find())
                .isEmpty();
        process.close();
        assertThat(identity.find()).isEmpty();
        assertThat(process.identity()).isEqualTo(Optional.empty());
    }

    @Test
    void missingProgram_onStart_fails() {
        assertThatThrownBy(() -> QemuProcess.start(
                        forks, QemuTether.WATCHING_SHELL, Walls.LOW, List.of("x"), directory.resolve("no"), "test"))
                .isInstanceOf(IOException.class);
    }

    private QemuProcess start(QemuTether tether, String... command) throws Exception {
        return QemuProcess.start(forks, tether, Walls.LOW, List.of(command), directory, "test");
    }
}
