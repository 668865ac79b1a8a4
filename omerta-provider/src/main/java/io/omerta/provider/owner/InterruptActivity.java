package io.omerta.provider.owner;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;

/**
 * Keyboards and mice by their interrupts (Linux, {@code /proc/interrupts}): the old keyboard controller, and USB. The last
 * resort, for a USB disk that is busy looks the same.
 */
final class InterruptActivity implements OwnerActivity {
    private static final Pattern OF_INPUT = Pattern.compile("\\b(i8042|[xeou]hci[_-]hcd)");
    private static final Pattern COUNT = Pattern.compile("\\d{1,18}");

    private final Path interrupts;
    private long known;

    /** @param interrupts {@code /proc/interrupts} */
    InterruptActivity(Path interrupts) {
        this.interrupts = interrupts;
        known = count();
    }

    @Override
    public boolean wasSeen() {
        long before = known;
        known = count();
        return known != before;
    }

    private long count() {
        try {
            return sum(Files.readString(interrupts, StandardCharsets.ISO_8859_1));
        } catch (IOException e) {
            return 0;
        }
    }

    /** @param table a line for each interrupt: its name, a count for each CPU, its devices */
    static long sum(String table) {
        return table.lines()
                .filter(line -> OF_INPUT.matcher(line).find())
                .mapToLong(InterruptActivity::sumOfLine)
                .sum();
    }

    private static long sumOfLine(String line) {
        long sum = 0;
        String[] words = line.strip().split("\\s+");
        for (int i = 1; i < words.length && COUNT.matcher(words[i]).matches(); i++) {
            sum += Long.parseLong(words[i]);
        }
        return sum;
    }
}
