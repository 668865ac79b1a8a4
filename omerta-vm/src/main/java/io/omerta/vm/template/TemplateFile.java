package io.omerta.vm.template;

import io.omerta.core.error.OmertaException;
import io.omerta.core.file.AtomicFile;
import io.omerta.core.file.StrictJson;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * {@code template.json}.
 *
 * @param key of the template
 * @param memorySha256 as {@link SparseDigest} has it
 * @param memoryBytes of memory that are not zeros
 * @param stateSha256 of the whole file
 */
record TemplateFile(int v, String key, String memorySha256, long memoryBytes, String stateSha256) {
    private static final int VERSION = 1;
    private static final int MAX_BYTES = 4096;
    private static final String NAME = "template.json";

    TemplateFile {
        if (v != VERSION) {
            throw new IllegalArgumentException("v: " + v + ", only " + VERSION + " is known");
        }
        requireDigest("key", key);
        requireDigest("memory_sha256", memorySha256);
        requireDigest("state_sha256", stateSha256);
        if (memoryBytes < 0) {
            throw new IllegalArgumentException("memory_bytes: " + memoryBytes);
        }
    }

    TemplateFile(TemplateKey key, SparseDigest memory, String stateSha256) {
        this(VERSION, key.digest(), memory.sha256(), memory.dataBytes(), stateSha256);
    }

    private static void requireDigest(String field, @Nullable String value) {
        if (value == null || !value.matches("[0-9a-f]{64}")) {
            throw new IllegalArgumentException(field + ": \"" + value + "\"");
        }
    }

    static Path in(Path directory) {
        return directory.resolve(NAME);
    }

    /** @throws OmertaException if it is broken */
    static Optional<TemplateFile> read(Path directory) {
        return StrictJson.read(in(directory), TemplateFile.class, MAX_BYTES, "");
    }

    void write(Path directory) {
        AtomicFile.write(in(directory), StrictJson.write(this), AtomicFile.OWNER_ONLY);
    }
}
