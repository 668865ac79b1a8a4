package io.omerta.provider.owner;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * Typing at terminals, consoles and through ssh: the kernel moves a terminal's access time when a program reads what was typed
 * (Linux, {@code drivers/tty/tty_io.c}, {@code tty_read}; in steps of 8 s), and {@code w} computes its IDLE from it. A terminal
 * that appears is activity, one that goes is not.
 */
final class TerminalActivity implements OwnerActivity {
    private static final Pattern CONSOLE = Pattern.compile("tty(S|AMA)?\\d+");
    private static final Pattern PSEUDO_TERMINAL = Pattern.compile("\\d+");

    private final Path devices;
    private Map<Path, FileTime> known;

    /** @param devices {@code /dev} */
    TerminalActivity(Path devices) {
        this.devices = devices;
        known = look();
    }

    @Override
    public boolean wasSeen() {
        Map<Path, FileTime> before = known;
        known = look();
        return known.entrySet().stream()
                .anyMatch(terminal -> !terminal.getValue().equals(before.get(terminal.getKey())));
    }

    private Map<Path, FileTime> look() {
        Map<Path, FileTime> found = new HashMap<>();
        add(devices, CONSOLE, found);
        add(devices.resolve("pts"), PSEUDO_TERMINAL, found);
        return found;
    }

    private static void add(Path folder, Pattern names, Map<Path, FileTime> found) {
        try (DirectoryStream<Path> files = Files.newDirectoryStream(
                folder,
                file -> names.matcher(String.valueOf(file.getFileName())).matches())) {
            for (Path file : files) {
                found.put(file, (FileTime) Files.getAttribute(file, "lastAccessTime"));
            }
        } catch (IOException e) {
            // No such folder, or a terminal that went away while it was looked at: nobody types there.
        }
    }
}
