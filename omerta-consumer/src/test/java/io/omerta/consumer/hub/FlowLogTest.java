package io.omerta.consumer.hub;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class FlowLogTest {
    /** Several times what waits in memory and in the pipe. */
    private static final int LINES = 20_000;

    private static final String WHAT = "x".repeat(100);

    /** A pipe is a disk that is as slow as its reader. */
    @Test
    void linesThatTheDiskDidNotTake_areCounted_alsoAtTheEnd(@TempDir Path folder) throws Exception {
        Path pipe = folder.resolve("flows");
        assertThat(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor())
                .isZero();
        CompletableFuture<InputStream> opened = new CompletableFuture<>();
        CompletableFuture<String> rest = new CompletableFuture<>();
        Thread reader;
        try (FlowLog log = open(pipe, opened)) {
            for (int i = 0; i < LINES; i++) {
                log.note(WHAT);
            }
            InputStream disk = opened.join();
            // More than the pipe holds: so there is room for the end, and still more to write.
            disk.readNBytes(256 << 10);
            reader = Thread.ofPlatform().start(() -> rest.completeAsync(() -> text(disk), Runnable::run));
        }
        reader.join();
        assertThat(rest.join().lines().toList().getLast()).matches("1\\d{4} lines are missing here: .*");
    }

    private static FlowLog open(Path pipe, CompletableFuture<InputStream> opened) throws Exception {
        // Each end waits for the other.
        Thread.ofPlatform().start(() -> opened.completeAsync(() -> input(pipe), Runnable::run));
        return FlowLog.open(pipe);
    }

    private static InputStream input(Path pipe) {
        try {
            return Files.newInputStream(pipe);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String text(InputStream disk) {
        try (InputStream in = disk) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
