package io.omerta.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.omerta.core.job.Cause;
import io.omerta.core.job.JobState;
import io.omerta.standin.Ends;
import io.omerta.standin.ScriptedDaemon;
import io.omerta.standin.TestShell;
import java.io.BufferedReader;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** Signals to a real process of {@code omerta}. */
class InterruptTest {
    @AutoClose
    private final TestShell shell = TestShell.open();

    private final ScriptedDaemon daemon = new ScriptedDaemon().running();

    @Test
    void followed_onCtrlC_cancelsTheJobSaysSoAndExits130() throws Exception {
        shell.with(daemon.endingWhenCancelled(Ends.of(JobState.CANCELLED, Cause.CANCELLED, "")));
        assertThat(interrupted("INT")).isEqualTo(130);
    }

    @Test
    void followed_onSigterm_cancelsTheJobAndExits143() throws Exception {
        shell.with(daemon.endingWhenCancelled(Ends.of(JobState.CANCELLED, Cause.CANCELLED, "")));
        assertThat(interrupted("TERM")).isEqualTo(143);
    }

    @Test
    void followed_onSecondCtrlC_returnsAtOnce() throws Exception {
        shell.with(daemon.goingOn());
        Process process = start();
        try (BufferedReader err = process.errorReader()) {
            assertThat(err.readLine()).contains("VM up in");
            send("INT", process);
            assertThat(err.readLine()).startsWith("omerta: cancelling job 7k3f");
            send("INT", process);
            assertThat(process.waitFor(10, TimeUnit.SECONDS)).isTrue();
            assertThat(process.exitValue()).isEqualTo(130);
        } finally {
            process.destroyForcibly();
        }
    }

    @Test
    void followed_onKill_breaksOffTheStream() throws Exception {
        shell.with(daemon.endingWhenCancelled(Ends.exit(0)));
        Process process = start();
        try (BufferedReader err = process.errorReader()) {
            assertThat(err.readLine()).contains("VM up in");
            process.destroyForcibly();
            assertThat(daemon.broken.poll(10, TimeUnit.SECONDS)).isEqualTo(ScriptedDaemon.JOB_ID);
        } finally {
            process.destroyForcibly();
        }
    }

    private int interrupted(String signal) throws Exception {
        Process process = start();
        try (BufferedReader err = process.errorReader()) {
            assertThat(err.readLine()).contains("VM up in 2.4 s");
            send(signal, process);
            assertThat(err.readLine()).startsWith("omerta: cancelling job 7k3f");
            assertThat(daemon.cancelled.poll(10, TimeUnit.SECONDS)).isEqualTo(ScriptedDaemon.JOB_ID);
            assertThat(err.readLine()).isEqualTo("omerta: job 7k3f was cancelled");
            assertThat(process.waitFor(10, TimeUnit.SECONDS)).isTrue();
            return process.exitValue();
        } finally {
            process.destroyForcibly();
        }
    }

    private Process start() throws Exception {
        ProcessBuilder builder = new ProcessBuilder(
                // A shell that started the tests in the background has made them deaf to Ctrl-C, and they their
                // children.
                "env",
                "--default-signal=INT",
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "--sun-misc-unsafe-memory-access=allow",
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                System.getProperty("java.class.path"),
                "io.omerta.cli.Omerta",
                "submit",
                "--script",
                "sleep 1000");
        builder.environment().put("OMERTA_HOME", shell.home.root().toString());
        return builder.start();
    }

    private static void send(String signal, Process process) throws Exception {
        new ProcessBuilder("kill", "-" + signal, Long.toString(process.pid()))
                .start()
                .waitFor();
    }
}
