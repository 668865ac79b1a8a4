package io.omerta.vm.qemu;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.omerta.core.job.Blob;
import io.omerta.core.job.JobId;
import io.omerta.core.job.ProgramResult;
import io.omerta.core.job.Resources;
import io.omerta.core.job.SentFile;
import io.omerta.vm.VirtualMachine;
import io.omerta.vm.VmRequest;
import io.omerta.vm.VmState;
import io.omerta.vm.image.Architecture;
import io.omerta.vm.image.GuestImage;
import io.omerta.vm.image.ImageRules;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The guest for arm64, which is built on amd64 too, under the same host: emulated wherever this runs. */
@Timeout(180)
class Arm64GuestIT {
    @TempDir
    Path directory;

    @Test
    void arm64Guests_bootedAndCloned_speakTheSameProtocol() throws Exception {
        Path run = Files.createDirectory(directory.resolve("run"));
        QemuSettings settings = TestSettings.withTemplates(directory, 0);
        try (QemuHypervisor hypervisor = QemuHypervisor.open(settings, Architecture.ARM64)) {
            String shell = "uname -m; id -un; ip -br link show wg0 | cut -d' ' -f1; echo problem >&2; exit 7";
            try (VirtualMachine machine = hypervisor.boot(request())) {
                GuestRun job = new GuestRun(machine).start(List.of(), "/bin/bash", "-c", shell);
                assertThat(job.finish().result()).isEqualTo(new ProgramResult.ExitCode(7));
                assertThat(job.standardOutput()).asString().isEqualTo("aarch64\nomerta\nwg0\n");
                assertThat(job.standardError()).asString().isEqualTo("problem\n");
            }
            await().atMost(GuestRun.BOOT_LIMIT).until(() -> hypervisor.isPrepared(request()));
            // Compiled on the machine that built the image, whose Python was another one.
            String python = "import json, platform; print(json.__cached__, platform.machine(), sum(range(10)))";
            try (VirtualMachine machine = hypervisor.boot(request())) {
                assertThat(machine.state()).isEqualTo(VmState.READY);
                SentFile script = new SentFile("script", Blob.ofText(python), 0644);
                GuestRun job = new GuestRun(machine).start(List.of(script), "/usr/bin/python3", "/job/script");
                assertThat(job.finish().result()).isEqualTo(new ProgramResult.ExitCode(0));
                assertThat(job.standardOutput())
                        .asString()
                        .matches("/usr/lib/python3\\.\\d+/json/__pycache__/__init__\\.\\S+\\.pyc aarch64 45\n");
            }
        }
        assertThat(run).isEmptyDirectory();
    }

    private static VmRequest request() {
        GuestImage image = GuestImage.open(path(), new ImageRules(Architecture.ARM64, false));
        return new VmRequest(
                new JobId(17, 64), image, new Resources(1, 128 * Resources.MEBIBYTE, 64 * Resources.MEBIBYTE));
    }

    /** {@code bin/test} says where it is; else where it usually is. */
    private static Path path() {
        String usual = System.getProperty("omerta.root", "..") + "/build/out/arm64-images/debian-12-arm64";
        return Path.of(System.getProperty("omerta.arm64Image", usual))
                .toAbsolutePath()
                .normalize();
    }
}
