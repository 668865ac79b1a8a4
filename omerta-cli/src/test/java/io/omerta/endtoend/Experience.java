package io.omerta.endtoend;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;

/**
 * What machines find out when they lend for the first time: which acceleration works here, and templates of virtual machines.
 * It takes each of them ten seconds, and is the same for all machines of one build, which therefore share it.
 */
final class Experience {
    private static final Path SHARED = Path.of("target", "experience").toAbsolutePath();
    private static final String TEMPLATES = "templates";
    private static final String ACCELERATION = "acceleration";

    private Experience() {}

    /** Idempotent; what the home has found out itself stays. */
    static void giveTo(Path home) {
        try {
            Files.createDirectories(
                    SHARED.resolve(TEMPLATES),
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
            if (!Files.exists(home.resolve(TEMPLATES))) {
                Files.createSymbolicLink(home.resolve(TEMPLATES), SHARED.resolve(TEMPLATES));
            }
            if (Files.exists(SHARED.resolve(ACCELERATION)) && !Files.exists(home.resolve(ACCELERATION))) {
                Files.copy(SHARED.resolve(ACCELERATION), home.resolve(ACCELERATION));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Of a machine that has stopped. */
    static void takeFrom(Path home) {
        try {
            if (Files.exists(home.resolve(ACCELERATION))) {
                Path whole = Files.createTempFile(SHARED, ACCELERATION, "");
                Files.copy(home.resolve(ACCELERATION), whole, StandardCopyOption.REPLACE_EXISTING);
                Files.move(whole, SHARED.resolve(ACCELERATION), StandardCopyOption.ATOMIC_MOVE);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
