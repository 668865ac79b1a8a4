package io.omerta.provider.owner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A person at a terminal, which is a real one: {@code script} (util-linux) gives it to a shell. */
class TerminalActivityTest {
    @TempDir
    Path folder;

    private Process terminal;
    private Path device;

    /** What is looked at has this terminal only: on a machine with people, others are typed at. */
    @BeforeEach
    void open() throws IOException {
        terminal = new ProcessBuilder("script", "-qfc", "stty -echo; tty; exec cat >/dev/null", "/dev/null").start();
        BufferedReader output = terminal.inputReader(StandardCharsets.UTF_8);
        device = Path.of(output.readLine().strip());
        Files.createDirectory(folder.resolve("pts"));
        Files.createSymbolicLink(folder.resolve("pts/" + device.getFileName()), device);
    }

    @AfterEach
    void close() throws Exception {
        terminal.descendants().forEach(ProcessHandle::destroyForcibly);
        terminal.destroyForcibly().waitFor();
    }

    @Test
    void nothingIsTyped_isNoActivity() {
        TerminalActivity activity = new TerminalActivity(folder);

        assertThat(activity.wasSeen()).isFalse();
    }

    @Test
    void aLineIsTyped_isActivityOnce() throws IOException {
        // The kernel moves it in steps of 8 s.
        Files.setAttribute(device, "lastAccessTime", FileTime.from(Instant.now().minusSeconds(3600)));
        TerminalActivity activity = new TerminalActivity(folder);

        type("hello\n");

        await().atMost(Duration.ofSeconds(10)).until(activity::wasSeen);
        assertThat(activity.wasSeen()).isFalse();
    }

    @Test
    void aTerminalAppears_isActivity_andGoes_isNone() throws IOException {
        Path link = folder.resolve("pts/" + device.getFileName());
        Files.delete(link);
        TerminalActivity activity = new TerminalActivity(folder);

        Files.createSymbolicLink(link, device);
        assertThat(activity.wasSeen()).isTrue();
        Files.delete(link);
        assertThat(activity.wasSeen()).isFalse();
    }

    private void type(String text) throws IOException {
        OutputStream keyboard = terminal.getOutputStream();
        keyboard.write(text.getBytes(StandardCharsets.UTF_8));
        keyboard.flush();
    }
}
