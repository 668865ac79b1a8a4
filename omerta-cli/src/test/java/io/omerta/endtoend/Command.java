package io.omerta.endtoend;

import io.omerta.core.job.Blob;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** A program that runs, with what it has written so far; killed when closed. */
final class Command implements AutoCloseable {
    private final List<String> line;
    private final Process process;
    private final Collected stdout;
    private final Collected stderr;

    /** What a finished program gave. */
    record Result(int exitCode, Blob output, String stderr) {
        byte[] stdoutBytes() {
            return output.toBytes();
        }

        String stdout() {
            return new String(stdoutBytes(), StandardCharsets.UTF_8);
        }

        @Override
        public String toString() {
            return "exit " + exitCode + "\nstdout: " + stdout() + "\nstderr: " + stderr;
        }
    }

    private Command(List<String> line, Process process) {
        this.line = line;
        this.process = process;
        stdout = new Collected(process.getInputStream(), "stdout of " + line.getFirst());
        stderr = new Collected(process.getErrorStream(), "stderr of " + line.getFirst());
    }

    static Command start(Map<String, String> environment, List<String> line) {
        // A shell that started the tests in the background has made them deaf to Ctrl-C, and they their children.
        List<String> hearing = new ArrayList<>(List.of("env", "--default-signal=INT"));
        hearing.addAll(line);
        ProcessBuilder builder = new ProcessBuilder(hearing);
        builder.environment().putAll(environment);
        try {
            Process process = builder.start();
            process.getOutputStream().close();
            return new Command(line, process);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Result finish(Duration limit) {
        try {
            if (!process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)) {
                throw new AssertionError(line + " did not end in " + limit + "\nstdout: " + stdout.text() + "\nstderr: "
                        + stderr.text());
            }
            return new Result(
                    process.exitValue(),
                    Blob.copyOf(stdout.awaitEnd()),
                    new String(stderr.awaitEnd(), StandardCharsets.UTF_8));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    String stdoutSoFar() {
        return stdout.text();
    }

    String stderrSoFar() {
        return stderr.text();
    }

    boolean isAlive() {
        return process.isAlive();
    }

    /** Sends a signal as a terminal or a user would. */
    void signal(String name) {
        try {
            new ProcessBuilder("kill", "-" + name, Long.toString(process.pid()))
                    .start()
                    .waitFor();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }

    private static final class Collected {
        private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        private final Thread reader;

        Collected(InputStream from, String name) {
            reader = Thread.ofVirtual().name(name).start(() -> copy(from));
        }

        private void copy(InputStream from) {
            byte[] buffer = new byte[1 << 16];
            try (from) {
                for (int n = from.read(buffer); n >= 0; n = from.read(buffer)) {
                    synchronized (bytes) {
                        bytes.write(buffer, 0, n);
                    }
                }
            } catch (IOException e) {
                // The program was killed: what came until then is kept.
            }
        }

        byte[] awaitEnd() throws InterruptedException {
            reader.join(Duration.ofSeconds(10));
            synchronized (bytes) {
                return bytes.toByteArray();
            }
        }

        String text() {
            synchronized (bytes) {
                return bytes.toString(StandardCharsets.UTF_8);
            }
        }
    }
}
