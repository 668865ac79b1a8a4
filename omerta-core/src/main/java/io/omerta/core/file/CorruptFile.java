package io.omerta.core.file;

import io.omerta.core.error.ErrorCode;
import io.omerta.core.error.OmertaException;
import java.nio.file.Path;

/** Reports content that cannot be used: file, line and remedy in one line each. */
public final class CorruptFile {
    private CorruptFile() {}

    /** @param line from 1 */
    public static OmertaException atLine(Path file, int line, String reason, String hint) {
        return new OmertaException(
                ErrorCode.CORRUPT_FILE, "could not read " + file + ": line " + line + ": " + reason, hint);
    }

    /** For content whose lines mean nothing. */
    public static OmertaException of(Path file, String reason, String hint) {
        return new OmertaException(ErrorCode.CORRUPT_FILE, "could not read " + file + ": " + reason, hint);
    }
}
