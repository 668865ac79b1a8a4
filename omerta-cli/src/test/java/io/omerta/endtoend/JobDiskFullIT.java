package io.omerta.endtoend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.omerta.testkit.SmallDisk;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The owner's own files take the room that a running job was promised. */
final class JobDiskFullIT {
    private static final int DISK_KIBIBYTES = 1_100 << 10;

    /** Served to the job: as long as it has not what the job asks for, the job waits. */
    @TempDir
    Path served;

    @TempDir
    Path small;

    @Test
    void disk_fillsUpUnderAJob_jobIsToldAndTheDaemonStays() throws IOException, InterruptedException {
        try (SmallDisk _ = SmallDisk.mount(small, DISK_KIBIBYTES)) {
            Path home = Files.createDirectory(
                    small.resolve("home"),
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
            try (Machine machine = Machine.fresh(home, Machine.images()).started()) {
                machine.createNetwork("Alone");
                String script = "echo started; until curl -sf http://requester/full; do sleep 0.1; done;"
                        + " head -c 300M /dev/urandom >big; sync; echo written; sleep 300";
                String id = machine.omerta(
                                "submit",
                                "--detach",
                                "--disk",
                                "512",
                                "--serve",
                                served.toRealPath().toString(),
                                "--script",
                                script)
                        .stdout()
                        .strip();
                await().atMost(Machine.PATIENCE)
                        .untilAsserted(() ->
                                assertThat(machine.omerta("logs", id).stdout()).isEqualTo("started\n"));
                Path filler = fill();
                Files.createFile(served.resolve("full"));

                Command.Result result = machine.omerta("wait", id);
                assertThat(result.exitCode()).as("%s", result).isEqualTo(125);
                assertThat(result.stderr()).contains("provider").contains("full");
                assertThat(machine.omerta("logs", id).stdout()).doesNotContain("written");
                machine.awaitNoVirtualMachine(Duration.ofSeconds(20));
                Files.delete(filler);
                Command.Result again = machine.omerta("submit", "--disk", "64", "--script", "echo again");
                assertThat(again.stdout()).as("%s", again).isEqualTo("again\n");
            }
        }
    }

    /** All but what ends of jobs need. */
    private Path fill() throws IOException {
        Path filler = small.resolve("filler");
        byte[] block = new byte[1 << 20];
        try (OutputStream out = Files.newOutputStream(filler)) {
            while (small.toFile().getUsableSpace() > 20 << 20) {
                out.write(block);
            }
        }
        return filler;
    }
}
