package io.omerta.vm.qemu;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;

/** The end of what a process wrote, for diagnosis. Bounded, and harmless for logs. */
final class LastLines {
    private static final int MAX_BYTES = 2048;

    @GuardedBy("this")
    private final StringBuilder text = new StringBuilder();

    /** Reads until the stream ends. */
    void drain(InputStream stream) {
        byte[] buffer = new byte[MAX_BYTES];
        try (stream) {
            for (int read = stream.read(buffer); read >= 0; read = stream.read(buffer)) {
                append(new String(buffer, 0, read, StandardCharsets.US_ASCII));
            }
        } catch (IOException e) {
            // The process is gone; what it wrote before is here.
        }
    }

    private synchronized void append(String more) {
        text.append(more);
        text.delete(0, Math.max(0, text.length() - MAX_BYTES));
    }

    /** The last lines on one, separated by slashes. */
    synchronized String onOneLine() {
        return text.toString().strip().replaceAll("\\s*\\R\\s*", " / ").replaceAll("[^ -~]", "?");
    }
}
