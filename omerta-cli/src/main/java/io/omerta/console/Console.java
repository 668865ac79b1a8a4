package io.omerta.console;

import io.omerta.core.error.OmertaException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/**
 * What a command writes. Results go to standard output, everything that Omerta says about itself to standard error,
 * prefixed {@code omerta: }. May be called from several threads.
 */
public final class Console {
    private static final String PREFIX = "omerta: ";
    private static final String RED = "\033[31m";
    private static final String PLAIN = "\033[0m";
    private static final String REWRITE_LINE = "\r\033[K";

    private final Shell shell;
    private final GlobalOptions options;
    private boolean progressShown;

    public Console(Shell shell, GlobalOptions options) {
        this.shell = shell;
        this.options = options;
    }

    public Shell shell() {
        return shell;
    }

    public boolean json() {
        return options.json();
    }

    public boolean quiet() {
        return options.quiet();
    }

    /** @throws OutputClosedException when nobody reads standard output any more */
    public void print(String line) {
        try {
            write(shell.out(), line + "\n");
        } catch (IOException e) {
            throw new OutputClosedException(e);
        }
    }

    /**
     * Without a line end: for what moves the cursor.
     *
     * @throws OutputClosedException when nobody reads standard output any more
     */
    public void printRaw(String text) {
        try {
            write(shell.out(), text);
        } catch (IOException e) {
            throw new OutputClosedException(e);
        }
    }

    public void print(Table table) {
        print(String.join("\n", table.lines()));
    }

    public void print(Json object) {
        print(object.toString());
    }

    /** A line of ours; not with {@code --quiet} or {@code --json}. */
    public synchronized void notice(String sentence) {
        if (!options.quiet && !options.json) {
            clearProgress();
            toError(PREFIX + Printable.line(sentence) + "\n");
        }
    }

    /** As {@link #notice}, but only with {@code --verbose} or {@code --debug}. */
    public void detail(String sentence) {
        if (options.verbose || options.debug) {
            notice(sentence);
        }
    }

    /** What is going on now: one line that the next thing written replaces. Only on a terminal. */
    public synchronized void progress(String sentence) {
        if (!options.quiet && !options.json && shell.isTerminal(Shell.STDERR)) {
            String line = Printable.shorten(PREFIX + Printable.line(sentence), Table.MAX_COLUMNS - 1);
            toError(REWRITE_LINE + line);
            progressShown = true;
        }
    }

    /** Removes the line of {@link #progress}, for something that does not go through this class. */
    public synchronized void clearProgress() {
        if (progressShown) {
            toError(REWRITE_LINE);
            progressShown = false;
        }
    }

    /** One line that says what failed and why, and a second with what to try; one JSON object with {@code --json}. */
    public synchronized void failure(OmertaException failure) {
        clearProgress();
        String message = String.valueOf(failure.getMessage());
        if (options.json) {
            Json error = Json.object()
                    .put("code", failure.code().name())
                    .put("message", message)
                    .put("hint", failure.hint());
            toError(Json.document().put("error", error) + "\n");
            return;
        }
        String prefix = colours() ? RED + PREFIX + PLAIN : PREFIX;
        toError(prefix + Printable.line(message) + "\n");
        // With --quiet the last line on standard error is the one that tells a script that Omerta failed.
        if (!failure.hint().isEmpty() && !options.quiet) {
            toError("  try: " + Printable.line(failure.hint()) + "\n");
        }
    }

    /** Text for those who look for the fault: a stack trace. */
    synchronized void trace(String text) {
        clearProgress();
        toError(text);
    }

    private boolean colours() {
        if (options.noColor) {
            return false;
        }
        if (shell.environment().containsKey("FORCE_COLOR")) {
            return true;
        }
        return shell.isTerminal(Shell.STDERR)
                && shell.environment().getOrDefault("NO_COLOR", "").isEmpty()
                && !shell.environment().getOrDefault("TERM", "dumb").equals("dumb");
    }

    private void toError(String text) {
        try {
            write(shell.err(), text);
        } catch (IOException e) {
            // Nobody is left who could be told.
            progressShown = false;
        }
    }

    private static void write(OutputStream stream, String text) throws IOException {
        stream.write(text.getBytes(StandardCharsets.UTF_8));
        stream.flush();
    }
}
