package io.omerta.vm.qemu;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * What one process may be and use, set before it executes its first instruction; it can take nothing of it back.
 *
 * @param user whom it runs as; else as this process's own user
 * @param groups further groups of that user, by number
 * @param files opened for it, to descriptors from {@link #FIRST_DESCRIPTOR} on
 * @param joins files into which it writes itself to become a member of a control group
 */
record Walls(
        Optional<VmUser> user,
        List<Integer> groups,
        List<OpenFile> files,
        List<Path> joins,
        Priority priority,
        Limits limits) {
    static final int FIRST_DESCRIPTOR = 3;

    /** A POSIX shell names descriptors by one digit. */
    static final int MAX_FILES = 7;

    /** Nothing but the ties and limits that every process gets. */
    static final Walls LOW =
            new Walls(Optional.empty(), List.of(), List.of(), List.of(), Priority.OF_ITS_GROUP, Limits.LARGE);

    Walls {
        if (files.size() > MAX_FILES) {
            throw new IllegalArgumentException("files: " + files.size() + ", at most " + MAX_FILES + " can be open");
        }
        groups = List.copyOf(groups);
        files = List.copyOf(files);
        joins = List.copyOf(joins);
    }

    /** What puts it behind everything that the owner of the host does. */
    enum Priority {
        /** The weight of its control group. */
        OF_ITS_GROUP,

        /** The least that a program may ask for: of CPU nice(1), of disks ionice(1). */
        LEAST,

        /**
         * The least, in a session of its own: where the kernel shares CPUs between sessions first (sched(7), "autogroup"),
         * niceness counts only within one.
         */
        LEAST_OF_ALL_SESSIONS
    }

    /** @param writable for reading and writing, else for reading only */
    record OpenFile(Path path, boolean writable) {}

    /**
     * @param fileBytes how large a file may become by its writing
     * @param processes how many processes and threads its user may have; counts only for a user of its own
     * @param locksMemory it may keep all of its memory in place, as far as this process may allow that
     */
    record Limits(long fileBytes, int processes, boolean locksMemory) {
        static final Limits LARGE = new Limits(1L << 40, 4096, false);
    }
}
