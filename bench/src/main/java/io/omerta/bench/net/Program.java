package io.omerta.bench.net;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** A program that runs until it is no longer needed. */
public final class Program implements AutoCloseable {
    private static final int STOP_SECONDS = 5;

    private final Process process;

    private Program(Process process) {
        this.process = process;
    }

    /** Starts a program whose output nobody reads. */
    public static Program start(ProcessBuilder builder) throws IOException {
        return new Program(builder.redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start());
    }

    /**
     * Starts a program and waits for its line {@code ready}.
     *
     * @param input its first line of standard input
     */
    public static Program startAndAwaitReady(ProcessBuilder builder, String input) throws IOException {
        Process process = builder.redirectError(ProcessBuilder.Redirect.INHERIT).start();
        Program program = new Program(process);
        process.getOutputStream().write((input + "\n").getBytes(StandardCharsets.UTF_8));
        process.getOutputStream().flush();
        BufferedReader reader = process.inputReader(StandardCharsets.UTF_8);
        String line = reader.readLine();
        if (!"ready".equals(line)) {
            program.close();
            throw new IOException("could not start a program of the benchmark: it said " + line);
        }
        return program;
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
