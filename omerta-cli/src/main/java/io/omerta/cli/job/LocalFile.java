package io.omerta.cli.job;

import io.omerta.console.Figures;
import io.omerta.core.error.ErrorCode;
import io.omerta.core.error.OmertaException;
import io.omerta.core.job.Blob;
import io.omerta.core.job.Program;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.Set;

/** Reads what is sent along with a job, and refuses what is too much before anything is sent. */
final class LocalFile {
    private LocalFile() {}

    static Blob read(Path file, String shown) {
        try {
            if (Files.isRegularFile(file) && Files.size(file) > Program.MAX_SOURCE_BYTES) {
                throw tooLarge(shown, "it has " + Figures.size(Files.size(file)));
            }
            try (InputStream in = Files.newInputStream(file)) {
                return read(in, shown);
            }
        } catch (IOException e) {
            throw unreadable(shown, e);
        }
    }

    /** @param shown the name to use in messages */
    static Blob read(InputStream in, String shown) {
        try {
            byte[] bytes = in.readNBytes(Program.MAX_SOURCE_BYTES + 1);
            if (bytes.length > Program.MAX_SOURCE_BYTES) {
                throw tooLarge(shown, "it is longer");
            }
            return Blob.copyOf(bytes);
        } catch (IOException e) {
            throw unreadable(shown, e);
        }
    }

    /** Permission bits, for example 0755. */
    static int mode(Path file) {
        try {
            Set<PosixFilePermission> permissions = Files.getPosixFilePermissions(file);
            int mode = 0;
            for (PosixFilePermission permission : PosixFilePermission.values()) {
                // Declared in the order of the bits: owner read first, others execute last.
                mode = mode << 1 | (permissions.contains(permission) ? 1 : 0);
            }
            return mode;
        } catch (IOException e) {
            throw unreadable(file.toString(), e);
        }
    }

    private static OmertaException tooLarge(String shown, String size) {
        return new OmertaException(
                ErrorCode.INVALID_INPUT,
                "could not send " + shown + ": " + size + ", at most " + Figures.size(Program.MAX_SOURCE_BYTES)
                        + " go with a job",
                "let the job fetch its data: omerta submit --expose 8000 … (see omerta help submit)");
    }

    private static OmertaException unreadable(String shown, IOException e) {
        String reason = switch (e) {
            case NoSuchFileException _ -> "no such file";
            case AccessDeniedException _ -> "permission denied";
            default -> String.valueOf(e.getMessage());
        };
        return new OmertaException(
                ErrorCode.INVALID_INPUT, "could not read " + shown + ": " + reason, "ls -l " + shown, e);
    }
}
