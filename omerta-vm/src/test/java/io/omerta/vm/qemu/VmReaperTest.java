package io.omerta.vm.qemu;

import static org.assertj.core.api.Assertions.assertThat;

import io.omerta.core.job.JobId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class VmReaperTest {
    private static final JobId JOB = new JobId(1, 2);

    @TempDir
    Path run;

    private VmDirectory directory;
    private Process leftover;

    @BeforeEach
    void leave() throws IOException {
        directory = VmDirectory.create(run);
        Files.createFile(directory.agentSocket());
        // A shell that has the machine's name on its command line, as a QEMU would.
        leftover = new ProcessBuilder("sh", "-c", "sleep 1000; :", directory.processName()).start();
    }

    @AfterEach
    void end() throws InterruptedException {
        List<ProcessHandle> children = leftover.descendants().toList();
        leftover.destroyForcibly().waitFor();
        children.forEach(ProcessHandle::destroyForcibly);
    }

    @Test
    void directory_onCreate_isPrivateAndShort() throws IOException {
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(directory.path())))
                .isEqualTo("rwx------");
        assertThat(directory.id()).matches("[0-9a-v]{8}");
    }

    @Test
    void machineOfAnEarlierDaemon_onReap_isKilledAndRemoved() throws Exception {
        directory.writeOwner(VmOwner.of(identity(leftover), JOB));
        assertThat(VmReaper.reap(run, Cgroups.NONE)).isEqualTo(1);
        assertThat(leftover.waitFor()).isEqualTo(128 + 9);
        assertThat(run).isEmptyDirectory();
    }

    @Test
    void processWithAnotherStart_onReap_lives() {
        ProcessIdentity other = new ProcessIdentity(leftover.pid(), "some-boot+1");
        directory.writeOwner(VmOwner.of(other, JOB));
        expectOnlyTheDirectoryIsRemoved();
    }

    @Test
    void processWithAnotherCommandLine_onReap_lives() throws Exception {
        Process stranger = new ProcessBuilder("sleep", "1000").start();
        try {
            directory.writeOwner(VmOwner.of(identity(stranger), JOB));
            expectOnlyTheDirectoryIsRemoved();
            assertThat(stranger.isAlive()).isTrue();
        } finally {
            stranger.destroyForcibly().waitFor();
        }
    }

    @Test
    void machineThatNeverGotAnOwner_onReap_isRemoved() {
        expectOnlyTheDirectoryIsRemoved();
    }

    @Test
    void brokenOwner_onReap_killsNobody() throws IOException {
        Files.writeString(directory.path().resolve("owner.json"), "{\"v\": 1, \"pid\": " + leftover.pid());
        expectOnlyTheDirectoryIsRemoved();
    }

    private void expectOnlyTheDirectoryIsRemoved() {
        assertThat(VmReaper.reap(run, Cgroups.NONE)).isEqualTo(1);
        assertThat(leftover.isAlive()).isTrue();
        assertThat(run).isEmptyDirectory();
    }

    private static ProcessIdentity identity(Process process) {
        return ProcessIdentity.of(process.pid()).orElseThrow();
    }
}
