package io.omerta.vm.qemu;

import java.nio.file.Path;
import java.util.Optional;

/**
 * Memory that machines start with a private copy of. Made by {@link Containment#memoryImage}; its owner closes it when no
 * further machine is to start from it.
 *
 * @param sealed where a machine has a user of its own, and must not be able to change what the others start from
 */
record MemoryImage(Path file, Optional<SealedMemory> sealed) implements AutoCloseable {
    @Override
    public void close() {
        sealed.ifPresent(SealedMemory::close);
    }
}
