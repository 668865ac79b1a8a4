package io.omerta.core.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FolderTreeTest {
    @TempDir
    Path folder;

    @Test
    void delete_takesAllThatIsInIt_andNothingThatItLinksTo() throws IOException {
        Path other = Files.createDirectories(folder.resolve("other"));
        Path kept = Files.writeString(other.resolve("kept"), "x");
        Path deleted = Files.createDirectories(folder.resolve("deleted"));
        Files.writeString(Files.createDirectories(deleted.resolve("a/b")).resolve("file"), "x");
        Files.createSymbolicLink(deleted.resolve("a/link"), other);
        Files.createSymbolicLink(deleted.resolve("broken"), folder.resolve("nowhere"));
        FolderTree.delete(deleted);
        assertThat(deleted).doesNotExist();
        assertThat(kept).exists();
    }

    @Test
    void delete_ofNothing_saysSo() {
        assertThatExceptionOfType(NoSuchFileException.class)
                .isThrownBy(() -> FolderTree.delete(folder.resolve("nowhere")));
    }
}
