package io.omerta.core.file;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import java.util.UUID;

/**
 * Writes files whole or not at all, and durably: a temporary file in the same directory, fsync, rename, fsync of the
 * directory. After a crash the old content or the new one is there, never a mixture.
 */
public final class AtomicFile {
    /** rw------- */
    public static final Set<PosixFilePermission> OWNER_ONLY = PosixFilePermissions.fromString("rw-------");

    /** rw-r--r-- */
    public static final Set<PosixFilePermission> OWNER_WRITES = PosixFilePermissions.fromString("rw-r--r--");

    private AtomicFile() {}

    /**
     * Creates the file or replaces it.
     *
     * @throws DiskFullException if there is no room; the old content stays
     * @throws UncheckedIOException if it cannot be written for another reason; the old content stays
     */
    public static void write(Path file, byte[] content, Set<PosixFilePermission> mode) {
        publish(
                file,
                content,
                mode,
                temporary -> Files.move(
                        temporary, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING));
    }

    /**
     * Creates the file unless there is one.
     *
     * @return false if there is one already, which stays as it is
     * @throws UncheckedIOException as {@link #write}
     */
    public static boolean create(Path file, byte[] content, Set<PosixFilePermission> mode) {
        try {
            // A rename would replace; a hard link refuses, whoever came in between.
            publish(file, content, mode, temporary -> Files.createLink(file, temporary));
            return true;
        } catch (UncheckedIOException e) {
            if (e.getCause() instanceof FileAlreadyExistsException) {
                return false;
            }
            throw e;
        }
    }

    private static void publish(Path file, byte[] content, Set<PosixFilePermission> mode, Publication publication) {
        Path directory = directoryOf(file);
        Path temporary = directory.resolve("." + file.getFileName() + "." + UUID.randomUUID() + ".tmp");
        try {
            try {
                writeTemporary(temporary, content, mode);
                publication.publish(temporary);
            } finally {
                Files.deleteIfExists(temporary);
            }
            syncDirectory(directory);
        } catch (IOException e) {
            throw DiskFullException.orOther(file, e);
        }
    }

    private static void writeTemporary(Path temporary, byte[] content, Set<PosixFilePermission> mode)
            throws IOException {
        Set<StandardOpenOption> options = Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        try (FileChannel channel =
                FileChannel.open(temporary, options, PosixFilePermissions.asFileAttribute(OWNER_ONLY))) {
            ByteBuffer remaining = ByteBuffer.wrap(content);
            while (remaining.hasRemaining()) {
                channel.write(remaining);
            }
            if (!mode.equals(OWNER_ONLY)) {
                Files.setPosixFilePermissions(temporary, mode);
            }
            channel.force(true);
        }
    }

    /** Makes the names in a directory durable: creations, renames and removals. */
    public static void syncDirectory(Path directory) throws IOException {
        try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }

    private static Path directoryOf(Path file) {
        Path parent = file.toAbsolutePath().getParent();
        if (parent == null) {
            throw new IllegalArgumentException("file: " + file + " is in no directory");
        }
        return parent;
    }

    @FunctionalInterface
    private interface Publication {
        void publish(Path temporary) throws IOException;
    }
}
