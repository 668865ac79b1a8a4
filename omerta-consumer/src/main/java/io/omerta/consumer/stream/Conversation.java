package io.omerta.consumer.stream;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/** Serves one connection. */
@FunctionalInterface
public interface Conversation {
    /**
     * Runs on a thread of its own; the connection ends when this returns, by a reset if it throws.
     *
     * @throws IOException if the guest is gone
     */
    void hold(InputStream in, OutputStream out) throws IOException;
}
