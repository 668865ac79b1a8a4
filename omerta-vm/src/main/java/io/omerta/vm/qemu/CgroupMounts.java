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
 * Where this process may find control groups to make its own in. In version 1 below the group that it is in itself, so that
 * whatever holds this process holds its machines too. Version 2 wants no processes beside groups: there below a group that
 * holds this process's.
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

    /**
     * Version 2, the best candidate first; which can be used, the kernel says only there. The highest is the best: a weight
     * counts among neighbours alone, and machines are to come after the owner's programs in whatever group those are.
     */
    List<Path> version2() {
        return mountOf("cgroup2", "")
                .map(mount -> fromTo(mount.point(), own(mount, "")))
                .orElse(List.of());
    }

    private static List<Path> fromTo(Path highest, Path lowest) {
        Set<Path> groups = new LinkedHashSet<>(Set.of(highest));
        Path group = highest;
        for (Path name : highest.relativize(lowest)) {
            group = group.resolve(name);
            groups.add(group);
        }
        return List.copyOf(groups);
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
                return own.startsWith(mount.point()) && Files.isDirectory(own) ? own : mount.point();
            }
        }
        return mount.point();
    }
}
