package io.omerta.cli.job;

import io.omerta.core.error.ErrorCode;
import io.omerta.core.error.OmertaException;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** Folders that a job may use, as the daemon knows them: by their real paths. */
final class LocalFolder {
    private LocalFolder() {}

    /** @param shown the name to use in messages */
    static Path existing(Path folder, String shown) {
        try {
            Path real = folder.toRealPath();
            if (!Files.isDirectory(real)) {
                throw new FileAlreadyExistsException(shown);
            }
            return real;
        } catch (IOException e) {
            throw unusable(shown, e);
        }
    }

    /** Made if it is missing. */
    static Path made(Path folder, String shown) {
        try {
            return Files.createDirectories(folder).toRealPath();
        } catch (IOException e) {
            throw unusable(shown, e);
        }
    }

    private static OmertaException unusable(String shown, IOException e) {
        String reason = switch (e) {
            case NoSuchFileException _ -> "no such folder";
            case FileAlreadyExistsException _ -> "it is no folder";
            case AccessDeniedException _ -> "permission denied";
            default -> String.valueOf(e.getMessage());
        };
        return new OmertaException(
                ErrorCode.INVALID_INPUT, "could not use the folder " + shown + ": " + reason, "ls -ld " + shown, e);
    }
}
