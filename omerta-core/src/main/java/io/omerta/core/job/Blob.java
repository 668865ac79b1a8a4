package io.omerta.core.job;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Immutable bytes with value equality; content never appears in {@link #toString}. */
public final class Blob {
    private final byte[] bytes;

    private Blob(byte[] bytes) {
        this.bytes = bytes;
    }

    public static Blob copyOf(byte[] bytes) {
        return new Blob(bytes.clone());
    }

    public static Blob ofText(String text) {
        return new Blob(text.getBytes(StandardCharsets.UTF_8));
    }

    public int size() {
        return bytes.length;
    }

    public byte[] toBytes() {
        return bytes.clone();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Blob blob && Arrays.equals(bytes, blob.bytes);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(bytes);
    }

    @Override
    public String toString() {
        return bytes.length + " bytes";
    }
}
