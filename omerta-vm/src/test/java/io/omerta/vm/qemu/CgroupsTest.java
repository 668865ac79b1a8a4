package io.omerta.vm.qemu;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Where groups of version 2 are made, with directories and files in the kernel's place. */
class CgroupsTest {
    @TempDir
    Path root;

    private Path slice;
    private Path service;

    @BeforeEach
    void arrange() throws IOException {
        group(root, "cpu io memory pids", "");
        slice = group(root.resolve("user.slice"), "cpu io memory pids", "");
        service = group(slice.resolve("omertad.service"), "cpu pids", "4711\n");
    }

    @Test
    void root_isUsedAlthoughItHoldsProcesses() throws Exception {
        Files.writeString(root.resolve("cgroup.procs"), "1\n2\n");
        assertThat(found()).containsExactly(new CgroupHierarchy(root, 2, Set.of(CgroupController.values())));
        assertThat(root.resolve("cgroup.subtree_control")).hasContent("+cpu +memory +pids");
        assertThat(root.resolve("omerta/cgroup.subtree_control")).hasContent("+cpu +memory +pids");
        assertThat(root.resolve("omerta/cpu.weight")).hasContent("10");
    }

    /** As in a container, whose first process is there. */
    @Test
    void rootOfANamespace_withProcesses_isLeftForAGroupWithout() throws Exception {
        Files.writeString(root.resolve("cgroup.type"), "domain\n");
        Files.writeString(root.resolve("cgroup.procs"), "1\n");
        Files.writeString(slice.resolve("cgroup.type"), "domain\n");
        assertThat(found()).containsExactly(new CgroupHierarchy(slice, 2, Set.of(CgroupController.values())));
    }

    /** The kernel lets groups be made there for cpu and pids, and then lets nobody join them. */
    @Test
    void groupThatHoldsThisProcess_isOfNoUse() throws Exception {
        for (Path group : List.of(root, slice, service)) {
            Files.writeString(group.resolve("cgroup.type"), "domain\n");
            Files.writeString(group.resolve("cgroup.procs"), "4711\n");
        }
        assertThat(found()).isEmpty();
        assertThat(service.resolve("cgroup.subtree_control")).isEmptyFile();
    }

    private List<CgroupHierarchy> found() {
        CgroupMounts mounts = new CgroupMounts(
                List.of("30 23 0:26 / " + root + " rw,nosuid - cgroup2 cgroup2 rw"),
                List.of("0::/user.slice/omertad.service"));
        return Cgroups.of(mounts).hierarchies();
    }

    /** With a group for machines in it, whose files the kernel would make. */
    private static Path group(Path group, String controllers, String processes) throws IOException {
        Files.createDirectories(group.resolve("omerta"));
        Files.writeString(group.resolve("cgroup.controllers"), controllers + "\n");
        Files.writeString(group.resolve("cgroup.procs"), processes);
        for (String file : List.of("cgroup.subtree_control", "omerta/cgroup.subtree_control", "omerta/cpu.weight")) {
            Files.createFile(group.resolve(file));
        }
        return group;
    }
}
