package io.omerta.vm.qemu;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Control groups of machines in one hierarchy: {@code ‹base›/omerta/‹machine›}. All daemons on a host share the group in the
 * middle.
 *
 * @param base of version 2: a group without processes, or the root
 */
record CgroupHierarchy(Path base, int version, Set<CgroupController> controllers) {
    /**
     * Of all machines together, where each program of the owner has 1024 (version 1) or its group 100 (version 2): on a CPU
     * that both want the owner has ten parts in eleven. Not the least that there is: a machine that gets nothing at all for
     * a minute ends by its time limits.
     */
    private static final String SHARES_OF_VERSION_1 = "102";

    private static final String WEIGHT_OF_VERSION_2 = "10";

    /** The most that the kernel takes. */
    private static final String MOST_SHARES_OF_VERSION_1 = "262144";

    private static final String MOST_WEIGHT_OF_VERSION_2 = "10000";

    Path parent() {
        return base.resolve("omerta");
    }

    /** @throws IOException if this process may not do that */
    void prepare() throws IOException {
        makeDirectory(parent());
        if (!Files.isWritable(parent())) {
            throw new AccessDeniedException(parent().toString());
        }
        if (version == 2) {
            enable(base);
            enable(parent());
        }
        if (controllers.contains(CgroupController.CPU)) {
            write(parent().resolve(CgroupController.CPU.file(version)), usualWeight(version));
        }
    }

    private static String usualWeight(int version) {
        return version == 1 ? SHARES_OF_VERSION_1 : WEIGHT_OF_VERSION_2;
    }

    private static String mostWeight(int version) {
        return version == 1 ? MOST_SHARES_OF_VERSION_1 : MOST_WEIGHT_OF_VERSION_2;
    }

    /** Puts a machine before all other programs, until {@link #calm}. */
    static void hurry(Path machine) throws IOException {
        for (int version = 1; version <= 2; version++) {
            Path file = machine.resolve(CgroupController.CPU.file(version));
            if (Files.exists(file)) {
                write(file, mostWeight(version));
                write(machine.resolveSibling(file.getFileName()), mostWeight(version));
            }
        }
    }

    /** Puts all machines behind the owner's programs again. One that is in a hurry yet takes longer then, no more. */
    static void calm(Path machine) throws IOException {
        for (int version = 1; version <= 2; version++) {
            String file = CgroupController.CPU.file(version);
            if (Files.exists(machine.resolve(file))) {
                write(machine.resolveSibling(file), usualWeight(version));
            }
        }
    }

    /** In one write: the kernel does all of it or nothing. */
    private void enable(Path group) throws IOException {
        String all = controllers.stream()
                .map(controller -> "+" + controller.kernelName())
                .collect(Collectors.joining(" "));
        write(group.resolve("cgroup.subtree_control"), all);
    }

    /** A new group, with its limits. */
    Path create(String machine, MachineSize size) throws IOException {
        Path group = parent().resolve(machine);
        try {
            Files.createDirectory(group);
        } catch (NoSuchFileException e) {
            // Another daemon was the last to need it, or so it thought.
            prepare();
            Files.createDirectory(group);
        }
        if (controllers.contains(CgroupController.MEMORY)) {
            write(group.resolve(CgroupController.MEMORY.file(version)), Long.toString(size.processMemoryBytes()));
        }
        if (controllers.contains(CgroupController.PIDS)) {
            write(group.resolve(CgroupController.PIDS.file(version)), Integer.toString(size.processes()));
        }
        return group;
    }

    private static void makeDirectory(Path group) throws IOException {
        try {
            Files.createDirectory(group);
        } catch (FileAlreadyExistsException e) {
            // Another daemon's, or an earlier one's.
        }
    }

    private static void write(Path file, String value) throws IOException {
        Files.writeString(file, value, StandardOpenOption.WRITE);
    }
}
