package io.omerta.provider.execution;

import io.omerta.core.file.AtomicFile;
import io.omerta.core.file.DiskFullException;
import io.omerta.core.file.StrictJson;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;

/**
 * What is on disk of a job while the daemon is down. The memory of its VM has keys in it: all of it is the owner's alone, and
 * deleted as soon as the job goes on or ends.
 *
 * <pre>
 * lent/‹job›/suspended.json  {@link SuspendedJob}, mode 0600; written last, taken away first
 * lent/‹job›/machine/        the VM, mode 0700
 * </pre>
 *
 * @param folder {@code lent/‹job›}, which exists
 */
public record SuspendedFiles(Path folder) {
    private static final int MAX_BYTES = 64 << 10;

    private Path job() {
        return folder.resolve("suspended.json");
    }

    Path machine() {
        return folder.resolve("machine");
    }

    /**
     * Makes the VM's folder, empty.
     *
     * @param bytes that it may take
     * @throws DiskFullException if that would take the last of the disk
     */
    void makeRoom(long bytes) {
        delete();
        try {
            if (Files.getFileStore(folder).getUsableSpace() < bytes + Journal.RESERVE_BYTES) {
                throw new DiskFullException(machine(), new IOException("only the reserve would be left"));
            }
            Files.createDirectory(
                    machine(), PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        } catch (IOException e) {
            throw DiskFullException.orOther(machine(), e);
        }
    }

    void write(SuspendedJob suspended) {
        AtomicFile.write(job(), StrictJson.write(suspended), AtomicFile.OWNER_ONLY);
    }

    /**
     * Reads what was written, and takes it away: a job goes on once.
     *
     * @return empty if the job was not suspended
     * @throws io.omerta.core.error.OmertaException {@code CORRUPT_FILE} if it is damaged
     */
    public Optional<SuspendedJob> take() {
        try {
            return StrictJson.read(job(), SuspendedJob.class, MAX_BYTES, "omerta jobs --lent");
        } finally {
            delete(job());
        }
    }

    /** All of it. Idempotent. */
    public void delete() {
        delete(job());
        deleteMachine();
    }

    void deleteMachine() {
        try (DirectoryStream<Path> files = Files.newDirectoryStream(machine())) {
            for (Path file : files) {
                delete(file);
            }
        } catch (NoSuchFileException e) {
            return;
        } catch (IOException e) {
            throw new UncheckedIOException("could not delete " + machine() + ": " + e.getMessage(), e);
        }
        delete(machine());
    }

    private static void delete(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            throw new UncheckedIOException("could not delete " + file + ": " + e.getMessage(), e);
        }
    }
}
