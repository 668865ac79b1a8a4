package io.omerta.endtoend;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

/** Network namespaces and interfaces, whose names are all this host's, and the programs that set them up. */
final class Namespaces {
    private static final Duration LIMIT = Duration.ofSeconds(10);
    private static final AtomicInteger GIVEN = new AtomicInteger();

    private Namespaces() {}

    /**
     * No other test of this host has the same.
     *
     * @param prefix of three letters, so that "wg" and the name are no longer than the 15 bytes that Linux takes
     */
    static String name(String prefix) {
        return prefix + ProcessHandle.current().pid() % 1_000_000 + "x" + GIVEN.incrementAndGet() % 100;
    }

    /** @return what the program wrote; it has to succeed */
    static String run(String... line) {
        try (Command command = Command.start(Map.of(), List.of(line))) {
            Command.Result result = command.finish(LIMIT);
            if (result.exitCode() != 0) {
                throw new AssertionError("could not run " + String.join(" ", line) + ": " + result);
            }
            return result.stdout();
        }
    }
}
