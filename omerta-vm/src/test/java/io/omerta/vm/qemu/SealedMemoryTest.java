package io.omerta.vm.qemu;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** With this kernel's memory files. */
@EnabledOnOs(OS.LINUX)
class SealedMemoryTest {
    @TempDir
    Path directory;

    private final byte[] content = new byte[(3 << 20) + 100];
    private Path file;

    /** Random bytes, a hole of more than a megabyte, random bytes, zeros to the end. */
    @BeforeEach
    void write() throws IOException {
        byte[] part = new byte[5000];
        new Random(7).nextBytes(part);
        System.arraycopy(part, 0, content, 0, part.length);
        System.arraycopy(part, 0, content, 2 << 20, part.length);
        file = Files.write(directory.resolve("memory"), content);
    }

    @Test
    void copy_isTheFile() throws IOException {
        try (SealedMemory memory = SealedMemory.copyOf(file)) {
            Files.delete(file);
            assertThat(Files.readAllBytes(memory.path())).isEqualTo(content);
        }
    }

    @Test
    void copy_opensForWritingButTakesNone() throws IOException {
        try (SealedMemory memory = SealedMemory.copyOf(file);
                FileChannel channel =
                        FileChannel.open(memory.path(), StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            assertThatThrownBy(() -> channel.write(ByteBuffer.allocate(1), 0)).isInstanceOf(IOException.class);
            assertThatThrownBy(() -> channel.write(ByteBuffer.allocate(1), content.length))
                    .isInstanceOf(IOException.class);
            assertThatThrownBy(() -> channel.truncate(10)).isInstanceOf(IOException.class);
            assertThatThrownBy(() -> channel.map(FileChannel.MapMode.READ_WRITE, 0, 4096))
                    .isInstanceOf(IOException.class);
            channel.map(FileChannel.MapMode.PRIVATE, 0, 4096).put(0, (byte) (content[0] + 1));
            assertThat(Files.readAllBytes(memory.path())).isEqualTo(content);
        }
    }

    @Test
    void copy_onClose_isGone() throws IOException {
        SealedMemory memory = SealedMemory.copyOf(file);
        Path path = memory.path();
        memory.close();
        memory.close();
        assertThat(Files.exists(path)).isFalse();
    }

    @Test
    void missingFile_isTold() {
        assertThatThrownBy(() -> SealedMemory.copyOf(directory.resolve("no"))).isInstanceOf(NoSuchFileException.class);
    }
}
