package io.omerta.vm.qemu;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The kernel's own text, as it stands on different hosts. */
class CgroupMountsTest {
    @TempDir
    Path root;

    @Test
    void version1_givesTheOwnGroupOfEachController() throws Exception {
        Files.createDirectories(root.resolve("cpu,cpuacct/user"));
        CgroupMounts mounts = new CgroupMounts(
                List.of(
                        "32 31 0:29 / " + root + "/cpu,cpuacct rw,relatime shared:9 - cgroup cgroup rw,cpu,cpuacct",
                        "35 31 0:32 / " + root + "/memory rw,relatime - cgroup cgroup rw,memory",
                        "41 31 0:38 / " + root + "/unified rw,relatime - cgroup2 cgroup2 rw"),
                List.of("4:memory:/gone", "1:cpu,cpuacct:/user", "0::/"));
        assertThat(mounts.version1())
                .containsExactly(
                        new CgroupHierarchy(root.resolve("cpu,cpuacct/user"), 1, Set.of(CgroupController.CPU)),
                        new CgroupHierarchy(root.resolve("memory"), 1, Set.of(CgroupController.MEMORY)));
    }

    @Test
    void version2_givesTheRootAndAllGroupsDownToTheOwn() throws Exception {
        Files.createDirectories(root.resolve("user.slice/omertad.service"));
        CgroupMounts mounts = new CgroupMounts(
                List.of("30 23 0:26 / " + root + " rw,nosuid shared:4 - cgroup2 cgroup2 rw,nsdelegate"),
                List.of("0::/user.slice/omertad.service"));
        assertThat(mounts.version1()).isEmpty();
        assertThat(mounts.version2())
                .containsExactly(root, root.resolve("user.slice"), root.resolve("user.slice/omertad.service"));
    }

    /** A group outside this process's namespace: cgroup_namespaces(7). */
    @Test
    void groupOutOfSight_isTheMountsRoot() throws Exception {
        Path mounted = Files.createDirectories(root.resolve("mounted"));
        Files.createDirectories(root.resolve("other"));
        CgroupMounts mounts = new CgroupMounts(
                List.of("30 23 0:26 / " + mounted + " rw,nosuid - cgroup2 cgroup rw"), List.of("0::/../other"));
        assertThat(mounts.version2()).containsExactly(mounted);
    }

    /** A container without a namespace for groups: what is mounted begins at its own group. */
    @Test
    void mountOfTheOwnGroup_isTheOwnGroup() {
        CgroupMounts mounts = new CgroupMounts(
                List.of("30 23 0:26 /docker/f00 " + root + " ro,nosuid - cgroup2 cgroup rw"),
                List.of("0::/docker/f00"));
        assertThat(mounts.version2()).containsExactly(root);
    }

    @Test
    void hostWithoutGroups_hasNone() {
        CgroupMounts mounts = new CgroupMounts(List.of("22 1 8:1 / / rw - ext4 /dev/root rw", "broken"), List.of());
        assertThat(mounts.version1()).isEmpty();
        assertThat(mounts.version2()).isEmpty();
    }
}
