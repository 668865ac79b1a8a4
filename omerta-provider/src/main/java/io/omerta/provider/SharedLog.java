package io.omerta.provider;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.omerta.core.store.EventLog;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** The event log of one job, open as long as somebody writes or reads it. Any thread may call. */
final class SharedLog {
    private final Path file;

    @GuardedBy("this")
    private @Nullable EventLog log;

    @GuardedBy("this")
    private int users;

    SharedLog(Path file) {
        this.file = file;
    }

    /**
     * Every call needs one of {@link #release}.
     *
     * @throws java.io.UncheckedIOException if it cannot be opened
     * @throws io.omerta.core.error.OmertaException {@code CORRUPT_FILE} if it is something else
     */
    synchronized EventLog acquire() {
        EventLog open = log;
        if (open == null) {
            open = EventLog.open(file);
            log = open;
        }
        users++;
        return open;
    }

    synchronized void release() {
        users--;
        EventLog open = log;
        if (users == 0 && open != null) {
            log = null;
            open.close();
        }
    }
}
