package io.omerta.vm.template;

import io.omerta.core.file.Sha256;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;

/** The names in a template's folder, made or half made; the package's doc shows them. */
final class TemplateFolder {
    /** A hundred times what a machine's devices take. */
    static final int MAX_STATE_BYTES = 64 << 20;

    private static final FileAttribute<?> PRIVATE =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));

    private TemplateFolder() {}

    static void createPrivate(Path folder) throws IOException {
        Files.createDirectories(folder, PRIVATE);
    }

    static Path memory(Path folder) {
        return folder.resolve("memory");
    }

    static Path state(Path folder) {
        return folder.resolve("state");
    }

    static Path lock(Path folder) {
        return folder.resolve("lock");
    }

    static byte[] readState(Path folder) throws IOException {
        Path state = state(folder);
        if (Files.size(state) > MAX_STATE_BYTES) {
            throw new IOException("its state is larger than " + MAX_STATE_BYTES + " bytes");
        }
        return Files.readAllBytes(state);
    }

    static String sha256(byte[] bytes) {
        return Sha256.hex(bytes);
    }

    /** Idempotent. */
    static void delete(Path folder) throws IOException {
        try (DirectoryStream<Path> files = Files.newDirectoryStream(folder)) {
            for (Path file : files) {
                Files.deleteIfExists(file);
            }
            Files.deleteIfExists(folder);
        } catch (NoSuchFileException e) {
            // Deleted before, or by another process at the same time.
        }
    }
}
