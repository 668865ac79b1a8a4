package io.omerta.vm.qemu;

import static org.assertj.core.api.Assertions.assertThat;

import io.omerta.core.config.Configuration;
import io.omerta.vm.VirtualMachine;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What the kernel says of a QEMU that runs a guest. Needs root. */
@Timeout(300)
class QemuWallsIT {
    @TempDir
    Path directory;

    private RunningHypervisor running;

    @BeforeEach
    void open() throws Exception {
        running = RunningHypervisor.open(directory, Configuration.Acceleration.TCG);
    }

    @AfterEach
    void close() throws Exception {
        running.close();
        running.assertNothingIsLeft();
    }

    @Test
    void readyMachine_hasNoPrivilegeAndAFilter() throws Exception {
        try (VirtualMachine machine = running.boot()) {
            machine.awaitReady(GuestRun.BOOT_LIMIT);
            List<String> status = read(qemu(), "status");
            assertThat(status).contains("NoNewPrivs:\t1", "Seccomp:\t2");
            assertThat(status)
                    .filteredOn(line -> line.startsWith("Cap"))
                    .hasSize(5)
                    .allMatch(line -> line.endsWith("\t0000000000000000"));
            assertThat(user(qemu())).isGreaterThanOrEqualTo(61_184);
        }
    }

    @Test
    void machines_haveUsersOfTheirOwn() throws Exception {
        try (VirtualMachine first = running.boot();
                VirtualMachine second = running.boot()) {
            first.awaitReady(GuestRun.BOOT_LIMIT);
            second.awaitReady(GuestRun.BOOT_LIMIT);
            Set<Integer> users = new HashSet<>();
            for (ProcessHandle process : ProcessHandle.current().descendants().toList()) {
                users.add(user(process));
            }
            assertThat(users).hasSize(2);
        }
    }

    @Test
    void readyMachine_hasLimits() throws Exception {
        try (VirtualMachine machine = running.boot()) {
            machine.awaitReady(GuestRun.BOOT_LIMIT);
            assertThat(read(qemu(), "limits").stream().map(line -> line.replaceAll(" {2,}", " ")))
                    .anyMatch(line -> line.startsWith("Max core file size 0 0"))
                    .anyMatch(line -> line.startsWith("Max file size 2147483648 2147483648"))
                    .anyMatch(line -> line.startsWith("Max open files 256 256"))
                    .anyMatch(line -> line.startsWith("Max processes 129 129"));
        }
    }

    /** All of its open files are the image's, read-only, and its own disk; and it has no way to another's by name. */
    @Test
    void readyMachine_holdsNothingOfTheHome() throws Exception {
        try (VirtualMachine machine = running.boot()) {
            machine.awaitReady(GuestRun.BOOT_LIMIT);
            Path image = RealImage.get().directory().toRealPath();
            Set<Path> files = new HashSet<>();
            try (var descriptors = Files.newDirectoryStream(proc(qemu()).resolve("fd"))) {
                for (Path descriptor : descriptors) {
                    Path file = Files.readSymbolicLink(descriptor);
                    if (file.isAbsolute() && !file.startsWith("/dev")) {
                        files.add(file);
                    }
                }
            }
            assertThat(files)
                    .isNotEmpty()
                    .allMatch(file -> file.startsWith(image) || file.endsWith(machine.id() + "/scratch.img"));
        }
    }

    private static ProcessHandle qemu() {
        List<ProcessHandle> processes = ProcessHandle.current().descendants().toList();
        assertThat(processes).hasSize(1);
        return processes.getFirst();
    }

    private static int user(ProcessHandle process) throws IOException {
        return (int) Files.getAttribute(proc(process), "unix:uid");
    }

    private static List<String> read(ProcessHandle process, String file) throws IOException {
        return Files.readAllLines(proc(process).resolve(file));
    }

    private static Path proc(ProcessHandle process) {
        return Path.of("/proc/" + process.pid());
    }
}
