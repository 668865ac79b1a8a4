package io.omerta.daemon;

import io.omerta.core.config.OmertaHome;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The command line of the daemon's own process. */
final class DaemonCommandLine {
    /** As the daemon runs; not the one of the omerta command, which is made for short lives. */
    static final List<String> JAVA = List.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            // A daemon without memory cannot keep its promises: its guests end with it, and it can be started anew.
            "-XX:+ExitOnOutOfMemoryError",
            "--enable-native-access=ALL-UNNAMED",
            "--sun-misc-unsafe-memory-access=allow");

    static final List<String> MAIN = List.of("-cp", System.getProperty("java.class.path"), Omertad.class.getName());

    /** Made by the build, next to what it is made from. Java goes without where it does not fit. */
    private static final String CACHE = "omertad.aot";

    /**
     * Lets the process outlive its terminal: a session of its own where there is setsid, and in any case deaf to hang-ups
     * and to the Ctrl-C that is meant for somebody else.
     */
    private static final String DETACHED =
            "trap '' HUP INT; if command -v setsid >/dev/null 2>&1; then exec setsid \"$@\"; fi; exec \"$@\"";

    private DaemonCommandLine() {}

    static List<String> inBackground(OmertaHome home, @Nullable Integer port) {
        List<String> command = new ArrayList<>(List.of("/bin/sh", "-c", DETACHED, "omertad"));
        command.addAll(JAVA);
        command.add("-XX:ErrorFile=" + home.logs().resolve("omertad.crash"));
        Path cache = Path.of(System.getProperty("java.class.path")).resolveSibling(CACHE);
        if (Files.isRegularFile(cache)) {
            command.addAll(List.of("-XX:AOTCache=" + cache, "-Xlog:aot*=off", "-Xlog:cds*=off"));
        }
        command.addAll(MAIN);
        command.addAll(List.of("start", "--report"));
        if (port != null) {
            command.addAll(List.of("--port", port.toString()));
        }
        return command;
    }
}
