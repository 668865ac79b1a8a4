package io.omerta.vm.qemu;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Where this process may find control groups to make its own in: below the group that it is in itself, so that whatever
 * holds this process holds its machines too; in version 2, which wants no processes beside groups, else below the root.
 *
 * @param mounts lines of {@code /proc/self/mountinfo} (proc(5))
 * @param groups lines of {@code /proc/self/cgroup} (cgroups(7))
 */
record CgroupMounts(List<String> mounts, List<String> groups) {
    private static final int ROOT_FIELD = 3;
    private static final int POINT_FIELD = 4;

    static CgroupMounts ofHost() throws IOException {
        return new CgroupMounts(
                Files.readAllLines(Path.of("/proc/self/mountinfo")), Files.readAllLines(Path.of("/proc/self/cgroup")));
    }

    /** Version 1: each controller has its hierarchy, or shares one. */
    List<CgroupHierarchy> version1() {
        Map<Path, Set<CgroupController>> bases = new LinkedHashMap<>();
        for (CgroupController controller : CgroupController.values()) {
            mountOf("cgroup", controller.kernelName())
                    .map(mount -> own(mount, controller.kernelName()))
                    .ifPresent(base -> bases.computeIfAbsent(base, _ -> EnumSet.noneOf(CgroupController.class))
                            .add(controller));
        }
        return bases.entrySet().stream()
                .map(base -> new CgroupHierarchy(base.getKey(), 1, base.getValue()))
                .toList();
    }

    /** Version 2: the best candidate first; which controllers there are, the kernel says only there. */
    Set<Path> version2() {
        Set<Path> candidates = new LinkedHashSet<>();
        mountOf("cgroup2", "").ifPresent(mount -> {
            candidates.add(own(mount, ""));
            candidates.add(mount.point());
        });
        return candidates;
    }

    private record Mount(Path root, Path point) {}

    private Optional<Mount> mountOf(String type, String option) {
        for (String line : mounts) {
            int separator = line.indexOf(" - ");
            if (separator < 0) {
                continue;
            }
            String[] system = line.substring(separator + 3).split(" ");
            String[] fields = line.substring(0, separator).split(" ");
            boolean hasOption = option.isEmpty()
                    || List.of(system[system.length - 1].split(",")).contains(option);
            if (system[0].equals(type) && hasOption && fields.length > POINT_FIELD) {
                return Optional.of(new Mount(Path.of(fields[ROOT_FIELD]), Path.of(fields[POINT_FIELD])));
            }
        }
        return Optional.empty();
    }

    /** The group that this process is in; the mount itself if that is out of sight from here. */
    private Path own(Mount mount, String controller) {
        for (String line : groups) {
            String[] fields = line.split(":", 3);
            if (fields.length == 3 && List.of(fields[1].split(",")).contains(controller)) {
                Path group = Path.of(fields[2]);
                Path below = group.startsWith(mount.root()) ? mount.root().relativize(group) : Path.of("");
                Path own = mount.point().resolve(below).normalize();
                return Files.isDirectory(own) ? own : mount.point();
            }
        }
        return mount.point();
    }
}
