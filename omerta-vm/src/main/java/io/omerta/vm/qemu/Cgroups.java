package io.omerta.vm.qemu;

import java.io.IOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The control groups that this process may make for machines; possibly none. Any thread may call. */
record Cgroups(List<CgroupHierarchy> hierarchies) implements AutoCloseable {
    static final Cgroups NONE = new Cgroups(List.of());

    /** Finds out by making what all machines share. */
    static Cgroups ofHost() {
        try {
            return of(CgroupMounts.ofHost());
        } catch (IOException e) {
            return NONE;
        }
    }

    static Cgroups of(CgroupMounts mounts) {
        List<CgroupHierarchy> usable = new ArrayList<>();
        mounts.version1().stream().filter(Cgroups::isUsable).forEach(usable::add);
        if (usable.isEmpty()) {
            mounts.version2().stream()
                    .flatMap(base -> version2(base).stream())
                    .filter(Cgroups::isUsable)
                    .findFirst()
                    .ifPresent(usable::add);
        }
        return new Cgroups(List.copyOf(usable));
    }

    private static Optional<CgroupHierarchy> version2(Path base) {
        try {
            if (!letsJoin(base)) {
                return Optional.empty();
            }
            List<String> available = Arrays.asList(
                    Files.readString(base.resolve("cgroup.controllers")).strip().split(" "));
            Set<CgroupController> wanted = EnumSet.allOf(CgroupController.class);
            wanted.removeIf(controller -> !available.contains(controller.kernelName()));
            return wanted.isEmpty() ? Optional.empty() : Optional.of(new CgroupHierarchy(base, 2, wanted));
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    /**
     * Nobody may join groups below one that holds processes itself, although some can be made there; the root is no such group.
     * Who joins one leaves another, for which the kernel asks the group above both.
     */
    private static boolean letsJoin(Path base) throws IOException {
        Path members = base.resolve("cgroup.procs");
        boolean isRoot = !Files.exists(base.resolve("cgroup.type"));
        return Files.isWritable(members)
                && (isRoot || Files.readAllLines(members).isEmpty());
    }

    private static boolean isUsable(CgroupHierarchy hierarchy) {
        try {
            hierarchy.prepare();
            return true;
        } catch (IOException e) {
            removeIfEmpty(hierarchy.parent());
            return false;
        }
    }

    /** Of all hierarchies. */
    Set<CgroupController> controllers() {
        Set<CgroupController> controllers = EnumSet.noneOf(CgroupController.class);
        hierarchies.forEach(hierarchy -> controllers.addAll(hierarchy.controllers()));
        return controllers;
    }

    /** @throws IOException if one cannot be made; then none is */
    VmCgroup create(String machine, MachineSize size) throws IOException {
        try {
            List<Path> directories = new ArrayList<>();
            for (CgroupHierarchy hierarchy : hierarchies) {
                directories.add(hierarchy.create(machine, size));
            }
            return new VmCgroup(List.copyOf(directories));
        } catch (IOException e) {
            of(machine).close();
            throw e;
        }
    }

    /** What an earlier process may have made. */
    VmCgroup of(String machine) {
        return new VmCgroup(hierarchies.stream()
                .map(hierarchy -> hierarchy.parent().resolve(machine))
                .toList());
    }

    /** Removes what all machines share, unless another daemon needs it. */
    @Override
    public void close() {
        hierarchies.forEach(hierarchy -> removeIfEmpty(hierarchy.parent()));
    }

    private static void removeIfEmpty(Path group) {
        try {
            Files.deleteIfExists(group);
        } catch (DirectoryNotEmptyException e) {
            // Somebody's machines are in it.
        } catch (IOException e) {
            // The kernel says "busy" for that.
        }
    }
}
