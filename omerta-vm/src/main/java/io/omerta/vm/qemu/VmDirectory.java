package io.omerta.vm.qemu;

import io.omerta.core.file.AtomicFile;
import io.omerta.core.file.StrictJson;
import io.omerta.vm.scratch.ScratchDisk;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.Optional;

/** What one machine has on disk; the package's doc shows it. */
record VmDirectory(Path path) {
    private static final int MAX_OWNER_BYTES = 4096;
    private static final int ID_BITS = 40;
    private static final SecureRandom RANDOM = new SecureRandom();

    static VmDirectory create(Path run) throws IOException {
        while (true) {
            long bits = RANDOM.nextLong() >>> (Long.SIZE - ID_BITS);
            Path path = run.resolve(Long.toString(bits | 1L << ID_BITS, 32).substring(1));
            try {
                Files.createDirectory(
                        path, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
                return new VmDirectory(path);
            } catch (FileAlreadyExistsException e) {
                // One in 2^40: draw again.
            }
        }
    }

    /** Those who may not list or change it reach what they know the name of and may open; without a way past the home. */
    void letOthersIn() {
        try {
            Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rwx--x--x"));
        } catch (IOException e) {
            throw new UncheckedIOException("could not open " + path + " to QEMU: " + e.getMessage(), e);
        }
    }

    String id() {
        return String.valueOf(path.getFileName());
    }

    /** On QEMU's command line; nobody else has it there. */
    String processName() {
        return "omerta-" + id();
    }

    Path agentSocket() {
        return path.resolve("agent.sock");
    }

    Path framesSocket() {
        return path.resolve("frames.sock");
    }

    Path controlSocket() {
        return path.resolve("control.sock");
    }

    /** For the state of devices, in or out. */
    Path stateSocket() {
        return path.resolve("state.sock");
    }

    Path scratch() {
        return path.resolve("scratch.img");
    }

    /** Takes a disk that was another machine's, under another name in the same file system. */
    void takeScratch(Path disk) {
        try {
            Files.createLink(scratch(), disk);
        } catch (IOException e) {
            throw new UncheckedIOException("could not take the job's disk: " + e.getMessage(), e);
        }
    }

    /** @throws UncheckedIOException if there is no room for it */
    void createScratch(long bytes) {
        try {
            ScratchDisk.create(scratch(), bytes);
        } catch (IOException e) {
            throw new UncheckedIOException("could not create the job's disk: " + e.getMessage(), e);
        }
    }

    private Path ownerFile() {
        return path.resolve("owner.json");
    }

    void writeOwner(VmOwner owner) {
        AtomicFile.write(ownerFile(), StrictJson.write(owner), AtomicFile.OWNER_ONLY);
    }

    /**
     * Empty if the machine never got so far.
     *
     * @throws io.omerta.core.error.OmertaException if it is broken
     */
    Optional<VmOwner> readOwner() {
        return StrictJson.read(ownerFile(), VmOwner.class, MAX_OWNER_BYTES, "");
    }

    /** Idempotent. */
    void delete() {
        try (DirectoryStream<Path> files = Files.newDirectoryStream(path)) {
            for (Path file : files) {
                Files.deleteIfExists(file);
            }
            Files.deleteIfExists(path);
        } catch (NoSuchFileException e) {
            // Deleted before.
        } catch (IOException e) {
            throw new UncheckedIOException("could not delete " + path + ": " + e.getMessage(), e);
        }
    }
}
