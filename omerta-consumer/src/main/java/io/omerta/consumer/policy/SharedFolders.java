package io.omerta.consumer.policy;

import java.nio.file.Path;
import java.util.Optional;

/**
 * Folders of the requester's that a VM uses by HTTP, on the hub's port {@link #PORT}.
 *
 * @param served to read, absolute and without symbolic links in its path, like
 * @param collected to write
 */
public record SharedFolders(Optional<Path> served, Optional<Path> collected) {
    public static final SharedFolders NONE = new SharedFolders(Optional.empty(), Optional.empty());

    /** Of HTTP: commands in a VM need not name it. */
    public static final int PORT = 80;

    public SharedFolders {
        served.ifPresent(SharedFolders::requireAbsolute);
        collected.ifPresent(SharedFolders::requireAbsolute);
    }

    private static void requireAbsolute(Path folder) {
        if (!folder.isAbsolute()) {
            throw new IllegalArgumentException("shared folder: " + folder + " is not absolute");
        }
    }

    public boolean isEmpty() {
        return served.isEmpty() && collected.isEmpty();
    }
}
