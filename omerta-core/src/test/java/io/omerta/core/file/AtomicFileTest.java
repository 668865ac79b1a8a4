package io.omerta.core.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class AtomicFileTest {
    @TempDir
    Path folder;

    @Test
    void write_createsAndReplaces_leavingNothingElse() throws IOException {
        Path file = folder.resolve("a");
        AtomicFile.write(file, bytes("one"), AtomicFile.OWNER_WRITES);
        AtomicFile.write(file, bytes("two"), AtomicFile.OWNER_ONLY);
        assertThat(file).hasContent("two");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
        assertOnly(file);
    }

    @Test
    void create_onExistingFile_leavesIt() throws IOException {
        Path file = folder.resolve("a");
        assertThat(AtomicFile.create(file, bytes("one"), AtomicFile.OWNER_ONLY)).isTrue();
        assertThat(AtomicFile.create(file, bytes("two"), AtomicFile.OWNER_ONLY)).isFalse();
        assertThat(file).hasContent("one");
        assertOnly(file);
    }

    @Test
    void write_intoMissingFolder_fails() {
        assertThatThrownBy(() -> AtomicFile.write(folder.resolve("b/a"), bytes("x"), AtomicFile.OWNER_ONLY))
                .isInstanceOf(UncheckedIOException.class)
                .isNotInstanceOf(DiskFullException.class)
                .hasMessageStartingWith("could not write ");
    }

    @Test
    void orOther_tellsAFullDisk() {
        Path file = Path.of("a");
        assertThat(DiskFullException.orOther(file, new IOException("No space left on device")))
                .isInstanceOf(DiskFullException.class)
                .hasMessage("could not write a: the disk is full");
        assertThat(DiskFullException.orOther(file, new FileSystemException("a", null, "Disk quota exceeded")))
                .isInstanceOf(DiskFullException.class);
        assertThat(DiskFullException.orOther(file, new IOException("Input/output error")))
                .isNotInstanceOf(DiskFullException.class);
    }

    private void assertOnly(Path file) throws IOException {
        try (var files = Files.list(folder)) {
            assertThat(files).containsExactly(file);
        }
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
