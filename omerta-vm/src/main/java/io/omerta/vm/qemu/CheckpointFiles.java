package io.omerta.vm.qemu;

import io.omerta.core.file.AtomicFile;
import io.omerta.core.file.CorruptFile;
import io.omerta.core.file.Sha256;
import io.omerta.core.file.StrictJson;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/**
 * A machine on disk. All files have mode 0600.
 *
 * <pre>
 * ‹directory›/memory        QEMU's migration stream: memory and devices
 * ‹directory›/scratch.img   the job's disk, as it was; goes on under its name in the next machine's directory
 * ‹directory›/machine.json  what machine it is, where its agent's conversation stood, by what the others are recognised;
 *                           written last
 * </pre>
 */
record CheckpointFiles(Path directory) {
    private static final int MAX_MANIFEST_BYTES = 1 << 20;
    private static final String HINT = "omerta jobs";

    Path memory() {
        return directory.resolve("memory");
    }

    Path disk() {
        return directory.resolve("scratch.img");
    }

    private Path manifest() {
        return directory.resolve("machine.json");
    }

    FileChannel createMemory() throws IOException {
        return FileChannel.open(
                memory(),
                Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    }

    /** Durable when it returns. @return its digest */
    String writeManifest(CheckpointManifest content) {
        byte[] bytes = StrictJson.write(content);
        AtomicFile.write(manifest(), bytes, AtomicFile.OWNER_ONLY);
        return Sha256.hex(bytes);
    }

    /**
     * @param digest that {@link #writeManifest} gave
     * @throws io.omerta.core.error.OmertaException {@code CORRUPT_FILE} if it is not the same any more
     */
    CheckpointManifest readManifest(String digest) throws IOException {
        if (!Sha256.ofFile(manifest()).equals(digest)) {
            throw CorruptFile.of(manifest(), "it has changed since it was written", HINT);
        }
        return StrictJson.read(manifest(), CheckpointManifest.class, MAX_MANIFEST_BYTES, HINT)
                .orElseThrow(() -> CorruptFile.of(manifest(), "it is not there any more", HINT));
    }

    /** @throws io.omerta.core.error.OmertaException {@code CORRUPT_FILE} if it is not the same any more */
    void requireMemory(CheckpointManifest written) throws IOException {
        if (!Sha256.ofFile(memory()).equals(written.memoryDigest())) {
            throw CorruptFile.of(memory(), "it has changed since it was written", HINT);
        }
    }

    /**
     * Its size and the time of its last change: to read all of it could take minutes.
     *
     * @throws io.omerta.core.error.OmertaException {@code CORRUPT_FILE} if it is not the same any more
     */
    void requireDisk(CheckpointManifest written) throws IOException {
        if (!written.disk().equals(DiskMark.of(disk()))) {
            throw CorruptFile.of(disk(), "it has changed since it was written", HINT);
        }
    }
}
