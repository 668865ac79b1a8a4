package io.omerta.bench.net;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A program that runs until it is no longer needed. */
public final class Program implements AutoCloseable {
    private static final int STOP_SECONDS = 5;

    private final Process process;
    private final @Nullable BufferedReader answers;

    private Program(Process process, @Nullable BufferedReader answers) {
        this.process = process;
        this.answers = answers;
    }

    /** Starts a program whose output nobody reads. */
    public static Program start(ProcessBuilder builder) throws IOException {
        return new Program(
                builder.redirectErrorStream(true)
                        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                        .start(),
                null);
    }

    /**
     * Starts a program and waits for its line {@code ready}.
     *
     * @param input its first line of standard input
     */
    public static Program startAndAwaitReady(ProcessBuilder builder, String input) throws IOException {
        Process process = builder.redirectError(ProcessBuilder.Redirect.INHERIT).start();
        Program program = new Program(process, process.inputReader(StandardCharsets.UTF_8));
        String line = program.ask(input);
        if (!"ready".equals(line)) {
            program.close();
            throw new IOException("could not start a program of the benchmark: it said " + line);
        }
        return program;
    }

    /** Writes a line to its standard input and returns the next one of its standard output. */
    public String ask(String line) throws IOException {
        process.getOutputStream().write((line + "\n").getBytes(StandardCharsets.UTF_8));
        process.getOutputStream().flush();
        return String.valueOf(
                Objects.requireNonNull(answers, "a program that answers").readLine());
    }

    /** CPU time so far, of all its threads. */
    public Duration cpu() {
        return process.toHandle().info().totalCpuDuration().orElse(Duration.ZERO);
    }

    public long pid() {
        return process.pid();
    }

    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(STOP_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly().waitFor();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
