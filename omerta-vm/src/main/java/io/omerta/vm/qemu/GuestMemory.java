package io.omerta.vm.qemu;

import java.nio.file.Path;

/** Where a machine's memory lies. */
sealed interface GuestMemory {
    /** In QEMU alone; the machine boots. */
    record Anonymous() implements GuestMemory {}

    /** In a file that takes every change; the machine boots, to become a template. */
    record SharedWith(Path file) implements GuestMemory {}

    /**
     * In a template's memory, which nothing is written to, and what differs in QEMU alone; the machine waits to be given its
     * state.
     */
    record CopyOf(MemoryImage image, Path state) implements GuestMemory {}

    /**
     * In QEMU alone; the machine waits to be given its memory and state, and stands still then.
     *
     * @param state has both
     */
    record Restored(Path state) implements GuestMemory {}

    /** The guest has booted in an earlier machine: this one needs no kernel. */
    default boolean holdsGuest() {
        return switch (this) {
            case Anonymous _, SharedWith _ -> false;
            case CopyOf _, Restored _ -> true;
        };
    }
}
