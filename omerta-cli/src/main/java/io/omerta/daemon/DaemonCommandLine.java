package io.omerta.daemon;

import io.omerta.core.config.OmertaHome;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The command line of the daemon's own process. */
final class DaemonCommandLine {
    /**
     * Lets the process outlive its terminal: a session of its own where there is setsid, and in any case deaf to hang-ups
     * and to the Ctrl-C that is meant for somebody else.
     */
    private static final String DETACHED =
            "trap '' HUP INT; if command -v setsid >/dev/null 2>&1; then exec setsid \"$@\"; fi; exec \"$@\"";

    private DaemonCommandLine() {}

    static List<String> inBackground(OmertaHome home, @Nullable Integer port) {
        List<String> command = new ArrayList<>(List.of("/bin/sh", "-c", DETACHED, "omertad"));
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of(
                "-Xshare:auto",
                // A daemon without memory cannot keep its promises: its guests end with it, and it can be started anew.
                "-XX:+ExitOnOutOfMemoryError",
                "-XX:ErrorFile=" + home.logs().resolve("omertad.crash"),
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow",
                "-cp",
                System.getProperty("java.class.path"),
                Omertad.class.getName(),
                "start",
                "--report"));
        if (port != null) {
            command.addAll(List.of("--port", port.toString()));
        }
        return command;
    }
}
