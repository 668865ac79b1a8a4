package io.omerta.vm.qemu;

import static org.assertj.core.api.Assertions.assertThat;

import io.omerta.core.config.Configuration;
import io.omerta.vm.VirtualMachine;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The control groups of this host, around a QEMU that runs a guest. Needs root and a host that has groups to give. */
@Timeout(300)
class CgroupIT {
    @TempDir
    Path directory;

    private RunningHypervisor running;
    private final Cgroups cgroups = Cgroups.ofHost();

    @BeforeEach
    void open() throws Exception {
        assertThat(cgroups.controllers()).isNotEmpty();
        running = RunningHypervisor.open(directory, Configuration.Acceleration.TCG);
    }

    @AfterEach
    void close() throws Exception {
        running.close();
        running.assertNothingIsLeft();
        cgroups.close();
    }

    @Test
    void machine_isAloneInItsGroups_andTheyEndWithIt() throws Exception {
        List<Path> groups;
        try (VirtualMachine machine = running.boot()) {
            machine.awaitReady(GuestRun.BOOT_LIMIT);
            groups = cgroups.of(machine.id()).directories();
            String qemu = Long.toString(qemu().pid());
            for (Path group : groups) {
                assertThat(group.resolve("cgroup.procs")).hasContent(qemu);
            }
        }
        assertThat(groups).isNotEmpty().noneMatch(Files::exists);
    }

    @Test
    void groups_haveTheMachinesLimits() throws Exception {
        try (VirtualMachine machine = running.boot()) {
            MachineSize size = new MachineSize(1, machine.request().machineMemoryMebibytes() << 20);
            for (CgroupHierarchy hierarchy : cgroups.hierarchies()) {
                for (CgroupController controller : hierarchy.controllers()) {
                    Path group = controller == CgroupController.CPU
                            ? hierarchy.parent()
                            : hierarchy.parent().resolve(machine.id());
                    assertThat(number(group.resolve(controller.file(hierarchy.version()))))
                            .as("%s of %s", controller, group)
                            .isEqualTo(
                                    switch (controller) {
                                        case CPU -> hierarchy.version() == 1 ? 102 : 10;
                                        case MEMORY -> size.processMemoryBytes();
                                        case PIDS -> size.processes();
                                    });
                }
            }
        }
    }

    @Test
    void machine_whileItIsKilled_comesBeforeTheOwnersPrograms() throws Exception {
        VmCgroup group = cgroups.create("hurried", new MachineSize(1, 64L << 20));
        CgroupHierarchy cpu = cgroups.hierarchies().stream()
                .filter(hierarchy -> hierarchy.controllers().contains(CgroupController.CPU))
                .findFirst()
                .orElseThrow();
        String file = CgroupController.CPU.file(cpu.version());
        long usual = number(cpu.parent().resolve(file));
        try {
            group.hurry();
            assertThat(number(cpu.parent().resolve(file))).isGreaterThan(100 * usual);
            assertThat(number(cpu.parent().resolve("hurried").resolve(file))).isGreaterThan(100 * usual);
        } finally {
            group.calm();
            group.close();
        }
        assertThat(number(cpu.parent().resolve(file))).isEqualTo(usual);
    }

    /** As after a kill -9 of a daemon that had not written yet whose process it is. */
    @Test
    void processInTheGroupOfALeftover_onReap_isKilled() throws Exception {
        Path run = Files.createDirectory(directory.resolve("other"));
        VmDirectory leftover = VmDirectory.create(run);
        VmCgroup group = cgroups.create(leftover.id(), new MachineSize(1, 64L << 20));
        Process process = new ProcessBuilder("sleep", "1000").start();
        try {
            for (Path join : group.joins()) {
                Files.writeString(join, Long.toString(process.pid()));
            }
            assertThat(VmReaper.reap(run, cgroups)).isEqualTo(1);
            assertThat(process.waitFor()).isEqualTo(128 + 9);
            assertThat(group.directories()).isNotEmpty().noneMatch(Files::exists);
        } finally {
            process.destroyForcibly().waitFor();
        }
    }

    private static ProcessHandle qemu() {
        List<ProcessHandle> processes = ProcessHandle.current().descendants().toList();
        assertThat(processes).hasSize(1);
        return processes.getFirst();
    }

    private static long number(Path file) throws IOException {
        return Long.parseLong(Files.readString(file).strip());
    }
}
