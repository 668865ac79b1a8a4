package io.omerta.console;

import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Path;
import java.time.Clock;
import java.time.ZoneId;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * What a command gets from the shell that started it.
 *
 * @param out file descriptor 1, unbuffered and without a charset: a job's output goes through as it is
 * @param err file descriptor 2, likewise
 * @param terminals those of the descriptors 0, 1 and 2 that are terminals
 * @param clock with the zone in which times are shown to people
 */
public record Shell(
        InputStream in,
        OutputStream out,
        OutputStream err,
        Set<Integer> terminals,
        Map<String, String> environment,
        Path workingDirectory,
        Clock clock) {
    public static final int STDIN = 0;
    public static final int STDOUT = 1;
    public static final int STDERR = 2;

    /** Java cannot ask whether a descriptor is a terminal: the launchers do, and pass the digits of those that are. */
    private static final String TERMINALS_PROPERTY = "omerta.terminals";

    public Shell {
        terminals = Set.copyOf(terminals);
        environment = Map.copyOf(environment);
    }

    public static Shell ofThisProcess() {
        return new Shell(
                new FileInputStream(FileDescriptor.in),
                new FileOutputStream(FileDescriptor.out),
                new FileOutputStream(FileDescriptor.err),
                terminals(System.getProperty(TERMINALS_PROPERTY, "")),
                System.getenv(),
                Path.of("").toAbsolutePath(),
                Clock.system(ZoneId.systemDefault()));
    }

    public boolean isTerminal(int descriptor) {
        return terminals.contains(descriptor);
    }

    /** A file that the user named, seen from where the user is. */
    public Path resolve(String file) {
        return workingDirectory.resolve(file);
    }

    private static Set<Integer> terminals(String digits) {
        Set<Integer> found = new HashSet<>();
        digits.chars().map(Character::getNumericValue).forEach(found::add);
        return found;
    }
}
