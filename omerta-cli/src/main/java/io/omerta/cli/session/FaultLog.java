package io.omerta.cli.session;

import io.omerta.console.GlobalOptions;
import io.omerta.console.Shell;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;

/** Stack traces of the commands' own faults, beside the daemon's log; written without a logging framework. */
public final class FaultLog {
    private static final String FILE = "omerta-command.log";
    /** Beyond it the file starts anew: a fault that happens in a loop must not fill the disk. */
    private static final long MAX_BYTES = 1 << 20;

    private final Shell shell;
    private final GlobalOptions options;

    public FaultLog(Shell shell, GlobalOptions options) {
        this.shell = shell;
        this.options = options;
    }

    public void write(String text) {
        try {
            Path folder = Homes.of(shell, options).logs();
            if (!Files.isDirectory(folder)) {
                return;
            }
            Path file = folder.resolve(FILE);
            boolean anew = !Files.exists(file) || Files.size(file) > MAX_BYTES;
            Files.writeString(
                    file,
                    Instant.now(shell.clock()) + " " + text,
                    StandardOpenOption.CREATE,
                    StandardOpenOption.WRITE,
                    anew ? StandardOpenOption.TRUNCATE_EXISTING : StandardOpenOption.APPEND);
        } catch (IOException | RuntimeException e) {
            // The fault itself is told to the user in any case.
            return;
        }
    }
}
