package io.omerta.bench.net;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;

/** Short commands. */
final class Commands {
    private static final int LIMIT_SECONDS = 60;

    private Commands() {}

    static void run(String... command) throws IOException, InterruptedException {
        String _ = finish(new ProcessBuilder(command).redirectErrorStream(true).start(), "");
    }

    /** @throws IOException with what the command wrote, if it fails */
    static String finish(Process process, String input) throws IOException, InterruptedException {
        try (OutputStream in = process.getOutputStream()) {
            in.write(input.getBytes(StandardCharsets.UTF_8));
        }
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (!process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS) || process.exitValue() != 0) {
            process.destroyForcibly();
            throw new IOException(
                    "could not run " + process.info().commandLine().orElse("a command") + ": " + output.strip());
        }
        return output;
    }
}
