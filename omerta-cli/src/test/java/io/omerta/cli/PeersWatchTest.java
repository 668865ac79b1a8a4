package io.omerta.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.omerta.standin.ScriptedDaemon;
import io.omerta.standin.TestShell;
import java.io.BufferedReader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** {@code omerta peers --watch} as a process of its own. */
class PeersWatchTest {
    @AutoClose
    private final TestShell shell = TestShell.open();

    private final ScriptedDaemon daemon = new ScriptedDaemon();

    @Test
    void watched_asJson_isOneObjectALineWheneverSomethingChanges() throws Exception {
        shell.with(daemon);
        Process process = start("", "--json");
        try (BufferedReader out = process.inputReader()) {
            assertThat(out.readLine()).startsWith("{\"v\":1,\"peers\":[{").contains("moss-otter", "solar-lynx");
            daemon.networks().alone = true;
            assertThat(out.readLine()).contains("moss-otter").doesNotContain("solar-lynx");
            daemon.networks().alone = false;
            assertThat(out.readLine()).contains("solar-lynx");
        } finally {
            process.destroyForcibly();
        }
    }

    @Test
    void watched_onATerminal_isDrawnAnewAlsoWhenNothingChanges() throws Exception {
        shell.with(daemon);
        Process process = start("-Domerta.terminals=1");
        try (BufferedReader out = process.inputReader()) {
            for (int i = 0; i < 2; i++) {
                assertThat(out.readLine()).startsWith("\033[H\033[2JPEER");
                assertThat(out.readLine()).startsWith("moss-otter");
                assertThat(out.readLine()).startsWith("solar-lynx");
            }
        } finally {
            process.destroyForcibly();
        }
    }

    @Test
    void watched_onCtrlC_endsAtOnceWith130() throws Exception {
        shell.with(daemon);
        daemon.networks().answersAtOnce = 1;
        Process process = start("");
        try (BufferedReader out = process.inputReader()) {
            assertThat(out.readLine()).startsWith("PEER");
            // The daemon takes its time with the next answer, and nothing waits for that.
            assertThat(daemon.networks().asked.tryAcquire(2, 10, TimeUnit.SECONDS))
                    .isTrue();
            new ProcessBuilder("kill", "-INT", Long.toString(process.pid()))
                    .start()
                    .waitFor();
            assertThat(process.waitFor(10, TimeUnit.SECONDS)).isTrue();
            assertThat(process.exitValue()).isEqualTo(130);
        } finally {
            daemon.networks().mayAnswer.countDown();
            process.destroyForcibly();
        }
    }

    @Test
    void daemonStops_whileWatched_isSaidAndEnds() throws Exception {
        shell.with(daemon);
        Process process = start("");
        try (BufferedReader out = process.inputReader();
                BufferedReader err = process.errorReader()) {
            assertThat(out.readLine()).startsWith("PEER");
            shell.withoutDaemon();
            assertThat(err.readLine()).startsWith("omerta: omertad is not running");
            assertThat(process.waitFor(10, TimeUnit.SECONDS)).isTrue();
            assertThat(process.exitValue()).isEqualTo(3);
        } finally {
            process.destroyForcibly();
        }
    }

    private Process start(String property, String... options) throws Exception {
        List<String> line = new ArrayList<>(List.of(
                // A shell that started the tests in the background has made them deaf to Ctrl-C, and they their
                // children.
                "env",
                "--default-signal=INT",
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "--sun-misc-unsafe-memory-access=allow",
                "--enable-native-access=ALL-UNNAMED"));
        if (!property.isEmpty()) {
            line.add(property);
        }
        line.addAll(List.of("-cp", System.getProperty("java.class.path"), "io.omerta.cli.Omerta", "peers", "--watch"));
        line.addAll(List.of(options));
        ProcessBuilder builder = new ProcessBuilder(line);
        builder.environment().put("OMERTA_HOME", shell.home.root().toString());
        return builder.start();
    }
}
