import com.palantir.javaformat.java.Formatter;
import com.palantir.javaformat.java.FormatterException;
import com.palantir.javaformat.java.JavaFormatterOptions;
import com.palantir.javaformat.java.JavaFormatterOptions.Style;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * Formats every Java source below a folder, or says which ones are not formatted.
 *
 * <p>A program of its own because the formatter uses the compiler of the JDK that it runs on: it has to be the JDK 25 of
 * the build, not whatever JDK runs Maven.
 */
final class CheckFormat {
    public static void main(String[] arguments) throws IOException {
        boolean write = arguments[0].equals("write");
        Path root = Path.of(arguments[1]);
        Path stamp = root.resolve("build/out/formatted");
        // What has not changed since the last time need not be read again.
        FileTime since = write && Files.exists(stamp) ? Files.getLastModifiedTime(stamp) : FileTime.fromMillis(0);
        Instant start = Instant.now();
        Formatter formatter = Formatter.createFormatter(
                JavaFormatterOptions.builder().style(Style.PALANTIR).build());
        List<Path> different = new ArrayList<>();
        for (Path source : sources(root)) {
            if (Files.getLastModifiedTime(source).compareTo(since) < 0) {
                continue;
            }
            String text = Files.readString(source);
            String formatted = format(formatter, source, text);
            if (!formatted.equals(text)) {
                different.add(root.relativize(source));
                if (write) {
                    Files.writeString(source, formatted);
                }
            }
        }
        if (write) {
            Files.createDirectories(stamp.getParent());
            Files.write(stamp, new byte[0]);
            Files.setLastModifiedTime(stamp, FileTime.from(start));
        }
        if (!write && !different.isEmpty()) {
            System.err.println("could not accept the format of " + different.size() + " files; run: bin/format");
            different.forEach(source -> System.err.println("  " + source));
            System.exit(1);
        }
    }

    private static List<Path> sources(Path root) throws IOException {
        try (Stream<Path> files = Files.walk(root)) {
            return files.filter(file -> file.toString().endsWith(".java"))
                    .filter(file -> !root.relativize(file).toString().matches("(.*/)?(target|out)/.*"))
                    .sorted()
                    .toList();
        }
    }

    private static String format(Formatter formatter, Path source, String text) {
        try {
            return formatter.formatSourceAndFixImports(text);
        } catch (FormatterException e) {
            throw new IllegalStateException(source + ": " + e.getMessage(), e);
        }
    }
}
