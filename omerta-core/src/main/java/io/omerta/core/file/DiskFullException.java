package io.omerta.core.file;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Locale;

/** The file system has no room left: callers refuse work, or end it with that reason, and go on. */
public final class DiskFullException extends UncheckedIOException {
    private static final long serialVersionUID = 1;

    public DiskFullException(Path path, IOException cause) {
        super("could not write " + path + ": the disk is full", cause);
    }

    /** Turns a failure to write into what callers can tell apart: a full disk, or anything else. */
    public static UncheckedIOException orOther(Path path, IOException failure) {
        if (isDiskFull(failure)) {
            return new DiskFullException(path, failure);
        }
        return new UncheckedIOException("could not write " + path + ": " + failure.getMessage(), failure);
    }

    // The JDK has no exception class for ENOSPC and EDQUOT: only the system's text tells.
    private static boolean isDiskFull(IOException failure) {
        String message = String.valueOf(failure.getMessage()).toLowerCase(Locale.ROOT);
        return message.contains("no space left") || message.contains("quota exceeded");
    }
}
