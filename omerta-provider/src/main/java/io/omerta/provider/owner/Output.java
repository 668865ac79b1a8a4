package io.omerta.provider.owner;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;

/** What a small program of the system writes. */
final class Output {
    private static final int MAX_BYTES = 1 << 20;
    private static final int LIMIT_SECONDS = 2;

    private Output() {}

    /** Empty if there is no such program, or it fails. */
    static String of(String... command) {
        Process process;
        try {
            process = new ProcessBuilder(command)
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
        } catch (IOException e) {
            return "";
        }
        Thread.ofVirtual().name("limit-of-" + command[0]).start(() -> endWithin(process));
        try (InputStream output = process.getInputStream()) {
            return new String(output.readNBytes(MAX_BYTES), StandardCharsets.UTF_8);
        } catch (IOException e) {
            return "";
        } finally {
            process.destroyForcibly();
        }
    }

    /** Its output ends with it, and so does the reading. */
    private static void endWithin(Process process) {
        try {
            if (!process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
        }
    }
}
