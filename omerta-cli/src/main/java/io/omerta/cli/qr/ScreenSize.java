package io.omerta.cli.qr;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Of a terminal, in characters. */
public record ScreenSize(int rows, int columns) {
    /** What a terminal has at least. */
    public static final ScreenSize USUAL = new ScreenSize(24, 80);

    /** No terminal is larger. */
    public static final ScreenSize LARGEST = new ScreenSize(9_999, 9_999);

    private static final Pattern SIZE = Pattern.compile("([0-9]{1,4}) ([0-9]{1,4})");
    private static final long PATIENCE_MILLIS = 1_000;

    /** For the prompt that follows. */
    private static final int OTHER_ROWS = 1;

    private static final int SMALLEST_SIDE = 17;
    private static final int SIDE_OF_A_VERSION = 4;

    /** That of the terminal of this process; {@link #USUAL} if there is none or it does not tell. */
    public static ScreenSize ofThisTerminal() {
        try {
            // Java cannot ask.
            Process stty = new ProcessBuilder("stty", "size")
                    .redirectInput(new File("/dev/tty"))
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            try {
                String told = new String(stty.getInputStream().readNBytes(32), StandardCharsets.US_ASCII);
                boolean _ = stty.waitFor(PATIENCE_MILLIS, TimeUnit.MILLISECONDS);
                return parse(told.strip());
            } finally {
                stty.destroyForcibly();
            }
        } catch (IOException e) {
            return USUAL;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return USUAL;
        }
    }

    static ScreenSize parse(String told) {
        Matcher size = SIZE.matcher(told);
        if (!size.matches()) {
            return USUAL;
        }
        ScreenSize parsed = new ScreenSize(Integer.parseInt(size.group(1)), Integer.parseInt(size.group(2)));
        // A serial line says that it has none.
        return parsed.rows == 0 || parsed.columns == 0 ? USUAL : parsed;
    }

    /** That a code of so many modules a side takes. */
    static ScreenSize of(int side) {
        int modules = side + 2 * KeyCode.SCREEN_QUIET;
        return new ScreenSize((modules + 1) / 2 + OTHER_ROWS, modules);
    }

    /** Of the largest code that fits; less than 1 if none does. */
    int maxVersion() {
        int modules = Math.min(columns, 2 * (rows - OTHER_ROWS)) - 2 * KeyCode.SCREEN_QUIET;
        return Math.min(40, Math.floorDiv(modules - SMALLEST_SIDE, SIDE_OF_A_VERSION));
    }
}
