package io.omerta.vm.qemu;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.omerta.core.config.PciAddress;
import io.omerta.core.error.OmertaException;
import io.omerta.vm.gpu.GraphicsCard;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What a hostile process within the walls can do: a shell in QEMU's place. Needs root, as one user cannot become another. */
@Timeout(60)
class WallsIT {
    private static final MachineSize SIZE = new MachineSize(1, 64L << 20);
    private static final Duration SOON = Duration.ofSeconds(20);

    @TempDir
    Path home;

    private Path run;
    private Path key;
    private final ForkThread forks = new ForkThread();
    private final List<AutoCloseable> opened = new ArrayList<>();
    private Containment containment;

    @BeforeEach
    void prepareHome() throws Exception {
        Files.setPosixFilePermissions(home, PosixFilePermissions.fromString("rwx------"));
        run = Files.createDirectory(home.resolve("run"));
        key = Files.writeString(home.resolve("private_key.pem"), "secret\n");
        // As careless as can be: the home itself is what keeps it.
        Files.setPosixFilePermissions(key, PosixFilePermissions.fromString("rw-rw-rw-"));
        containment = Containment.ofHost(forks, run);
        assertThat(containment.users())
                .as("users of their own: %s", containment.why())
                .isPresent();
    }

    @AfterEach
    void close() throws Exception {
        for (AutoCloseable owned : opened.reversed()) {
            owned.close();
        }
        forks.close();
        assertThat(run).isEmptyDirectory();
        containment.cgroups().close();
    }

    @Test
    void process_hasNoPrivilegeLeft() throws Exception {
        QemuProcess process = start(cell(), "exec sleep 1000");
        List<String> status = status(process, "sleep");
        assertThat(status)
                .contains("NoNewPrivs:\t1")
                .anyMatch(line -> line.startsWith("Groups:") && line.strip().equals("Groups:"));
        assertThat(status)
                .filteredOn(line -> line.startsWith("Cap"))
                .hasSize(5)
                .allMatch(line -> line.endsWith("\t0000000000000000"));
        for (String label : List.of("Uid:", "Gid:")) {
            String[] ids = status.stream()
                    .filter(line -> line.startsWith(label))
                    .findFirst()
                    .orElseThrow()
                    .split("\t");
            assertThat(ids).hasSize(5).doesNotContain("0");
        }
    }

    @Test
    void process_triesTheHome_isDenied() throws Exception {
        Cell cell = cell();
        QemuProcess process = start(
                cell,
                "cat $1; ls $2; ls .; echo x >owner.json; ln -s / link; echo x >$1; cat ../../private_key.pem;"
                        + " echo tried >&2; exec sleep 1000",
                key.toString(),
                home.toString());
        await().atMost(SOON).until(() -> process.lastErrors().endsWith("tried"));
        assertThat(process.lastErrors().split(" / ")).hasSize(8);
        assertThat(key).hasContent("secret\n");
        assertThat(cell.directory().path()).isEmptyDirectory();
    }

    @Test
    void process_triesItsSibling_isDenied() throws Exception {
        QemuProcess sibling = start(cell(), "exec sleep 1000");
        status(sibling, "sleep");
        long pid = sibling.identity().orElseThrow().pid();
        QemuProcess process = start(
                cell(),
                "kill -9 $1 || cat /proc/$1/mem || ls /proc/$1/fd || cat /proc/$1/environ || ls /proc/$1/cwd/ || exit"
                        + " 3",
                Long.toString(pid));
        assertThat(process.awaitExit(SOON)).contains(3);
        assertThat(sibling.onExit()).isNotDone();
    }

    @Test
    void fileLentForReading_isReadButNotWritten() throws Exception {
        Path image = Files.writeString(home.resolve("kernel"), "image");
        Cell cell = cell();
        String name = cell.read(image);
        QemuProcess process = start(cell, "[ \"$(cat $1)\" = image ] || exit 1; echo x >>$1 || exit 3", name);
        assertThat(process.awaitExit(SOON)).contains(3);
        process.close();
        assertThat(process.lastErrors()).contains("Permission denied");
        assertThat(image).hasContent("image");
    }

    @Test
    void graphicsCard_isGivenWithAllMemoryThatMayBeLocked_andTakenBack() throws Exception {
        Path device = Files.createTempFile("card", "");
        try {
            Cell cell = cell();
            GraphicsCard card = new GraphicsCard(new PciAddress("0000:01:00.0"), device);
            assertThat(cell.card(card)).isEqualTo("0000:01:00.0");
            QemuProcess process =
                    start(cell, "[ $(ulimit -S -l) = $(ulimit -H -l) ] && : <>$1 && exit 3", device.toString());
            assertThat(process.awaitExit(SOON)).contains(3);
            assertThat(Files.getAttribute(device, "unix:uid")).isNotEqualTo(0);
            process.close();
            cell.close();
            assertThat(Files.getAttribute(device, "unix:uid")).isEqualTo(0);
            assertThat(start(cell(), "true <>$1 || exit 4", device.toString()).awaitExit(SOON))
                    .contains(4);
        } finally {
            Files.delete(device);
        }
    }

    @Test
    void fileThatOthersMayNotRead_isRefusedWithTheRemedy() throws Exception {
        Path image = Files.writeString(home.resolve("kernel"), "image");
        Files.setPosixFilePermissions(image, PosixFilePermissions.fromString("rw-------"));
        Cell cell = cell();
        assertThatThrownBy(() -> cell.read(image))
                .isInstanceOf(OmertaException.class)
                .hasMessageContaining("not readable");
    }

    @Test
    void givenFile_isWrittenUpToItsSize_andTakenBack() throws Exception {
        Path disk = Files.write(home.resolve("disk"), new byte[4096]);
        Cell cell = cell();
        String name = cell.readWrite(disk, 4096);
        QemuProcess process = start(cell, "echo mine 1<>$1; head -c 9000 /dev/zero >$1; exit 5", name);
        assertThat(process.awaitExit(SOON))
                .hasValueSatisfying(code -> assertThat(code).isIn(5, 128 + 25));
        assertThat(Files.size(disk)).isEqualTo(4096);
        cell.close();
        assertThat(Files.getAttribute(disk, "unix:uid")).isEqualTo(0);
        assertThat(Files.getAttribute(disk, "unix:gid")).isEqualTo(0);
    }

    @Test
    void process_startsManyOthers_isLimited() throws Exception {
        String bomb = "i=0; while [ $i -lt 400 ]; do sleep 1000 2>/dev/null & i=$((i+1)); done; exit 0";
        QemuProcess process = start(cell(), bomb);
        assertThat(process.awaitExit(SOON))
                .hasValueSatisfying(code -> assertThat(code).isNotZero());
        process.close();
        assertThat(process.lastErrors()).contains("Cannot fork");
    }

    @Test
    void process_takesMoreMemoryThanTheMachineHas_isKilled() throws Exception {
        assertThat(containment.cgroups().controllers()).contains(CgroupController.MEMORY);
        // A line without an end, which tail keeps whole.
        QemuProcess process = start(cell(), "head -c 900000000 /dev/zero | tail -n 1");
        assertThat(process.awaitExit(SOON)).contains(128 + 9);
    }

    private Cell cell() throws IOException {
        Cell cell = containment.newCell(run, SIZE);
        opened.add(cell);
        return cell;
    }

    private QemuProcess start(Cell cell, String script, String... arguments) throws Exception {
        List<String> command = new ArrayList<>(List.of("/bin/sh", "-c", script, "hostile"));
        command.addAll(List.of(arguments));
        QemuProcess process = QemuProcess.start(
                forks,
                containment.tether(),
                cell.walls(),
                command,
                cell.directory().path(),
                cell.id());
        opened.add(process);
        return process;
    }

    /** Once the program is the one of that name. */
    private static List<String> status(QemuProcess process, String program) {
        Path status = Path.of("/proc/" + process.identity().orElseThrow().pid() + "/status");
        return await().atMost(SOON)
                .until(
                        () -> Files.readAllLines(status),
                        lines -> lines.getFirst().endsWith("\t" + program));
    }
}
