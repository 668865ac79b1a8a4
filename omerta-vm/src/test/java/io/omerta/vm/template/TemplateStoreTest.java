package io.omerta.vm.template;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TemplateStoreTest {
    private static final long MEMORY_BYTES = 64L << 20;
    private static final TemplateKey KEY = TemplateKey.of(List.of("a", "b"));
    private static final TemplateKey OTHER = TemplateKey.of(List.of("a", "c"));
    private static final TemplateLimits PLENTY = new TemplateLimits(1 << 30, Duration.ofDays(1));

    @TempDir
    Path directory;

    private Instant now = Instant.parse("2026-11-01T00:00:00Z");

    @Test
    void published_isFoundByThisAndByALaterProcess() throws Exception {
        TemplateStore store = open(PLENTY);
        publish(store, KEY, 3);
        Template found = store.find(KEY).orElseThrow();
        assertThat(Files.size(found.memory())).isEqualTo(MEMORY_BYTES);
        assertThat(found.state()).hasContent("state");
        assertThat(open(PLENTY).find(KEY)).contains(found);
        assertThat(store.find(OTHER)).isEmpty();
    }

    @Test
    void draft_thatIsNotPublished_leavesNothing() throws Exception {
        try (TemplateDraft draft = open(PLENTY).begin()) {
            draft.allocateMemory(MEMORY_BYTES);
            assertThat(directory).isNotEmptyDirectory();
        }
        assertThat(directory).isEmptyDirectory();
    }

    @Test
    void draft_whoseMakerLives_isLeftAlone() throws Exception {
        try (TemplateDraft draft = open(PLENTY).begin()) {
            open(PLENTY);
            assertThat(draft.folder()).exists();
        }
    }

    @Test
    void draft_whoseMakerIsGone_isRemoved() throws Exception {
        Path abandoned = Files.createDirectory(directory.resolve(".making-1234"));
        Files.createFile(abandoned.resolve("lock"));
        Files.write(abandoned.resolve("memory"), new byte[10]);
        open(PLENTY);
        assertThat(abandoned).doesNotExist();
    }

    @Test
    void secondOfTheSameKey_leavesTheFirst() throws Exception {
        TemplateStore store = open(PLENTY);
        publish(store, KEY, 3);
        publish(open(PLENTY), KEY, 4);
        assertThat(byteOf(store.find(KEY).orElseThrow())).isEqualTo((byte) 3);
        assertThat(directory.toFile().list()).hasSize(1);
    }

    @Test
    void byteChangedInAHole_isNoticedWhateverTheTimeOfModificationSays() throws Exception {
        TemplateStore store = open(PLENTY);
        publish(store, KEY, 3);
        Path memory = store.find(KEY).orElseThrow().memory();
        FileTime modified = Files.getLastModifiedTime(memory);
        try (RandomAccessFile file = new RandomAccessFile(memory.toFile(), "rw")) {
            file.seek(MEMORY_BYTES - 5);
            file.write(1);
        }
        Files.setLastModifiedTime(memory, modified);
        assertThat(store.find(KEY)).isEmpty();
        assertThat(memory).doesNotExist();
    }

    @Test
    void truncatedMemory_isNoticedByALaterProcess() throws Exception {
        publish(open(PLENTY), KEY, 3);
        Path memory = directory.resolve(KEY.digest()).resolve("memory");
        try (RandomAccessFile file = new RandomAccessFile(memory.toFile(), "rw")) {
            file.setLength(MEMORY_BYTES / 2);
        }
        assertThat(open(PLENTY).find(KEY)).isEmpty();
        assertThat(directory).isEmptyDirectory();
    }

    @Test
    void brokenDescription_isNoticed() throws Exception {
        publish(open(PLENTY), KEY, 3);
        Files.writeString(directory.resolve(KEY.digest()).resolve("template.json"), "{\"v\": 1, \"extra\": 2}");
        assertThat(open(PLENTY).find(KEY)).isEmpty();
    }

    @Test
    void templateOfAnotherKey_isNotTakenForThisOne() throws Exception {
        publish(open(PLENTY), KEY, 3);
        Files.move(directory.resolve(KEY.digest()), directory.resolve(OTHER.digest()));
        assertThat(open(PLENTY).find(OTHER)).isEmpty();
    }

    @Test
    void tooMany_theLeastRecentlyUsedGoes() throws Exception {
        TemplateStore store = open(new TemplateLimits((64 << 10) + 100, Duration.ofDays(1)));
        publish(store, KEY, 3);
        assertThat(store.find(KEY)).isPresent();
        now = now.plusSeconds(10);
        publish(store, OTHER, 4);
        assertThat(store.find(KEY)).isEmpty();
        assertThat(store.find(OTHER)).isPresent();
    }

    @Test
    void unusedForLong_goes() throws Exception {
        publish(open(PLENTY), KEY, 3);
        assertThat(open(PLENTY).find(KEY)).isPresent();
        now = now.plus(Duration.ofDays(2));
        open(PLENTY);
        assertThat(directory).isEmptyDirectory();
    }

    @Test
    void foreignFiles_areLeftAlone() throws Exception {
        Path mine = Files.createFile(directory.resolve("notes.txt"));
        now = now.plus(Duration.ofDays(100));
        open(new TemplateLimits(0, Duration.ZERO));
        assertThat(mine).exists();
    }

    private TemplateStore open(TemplateLimits limits) {
        return TemplateStore.open(directory, limits, () -> now);
    }

    private void publish(TemplateStore store, TemplateKey key, int content) throws IOException {
        try (TemplateDraft draft = store.begin()) {
            Path memory = draft.allocateMemory(MEMORY_BYTES);
            try (RandomAccessFile file = new RandomAccessFile(memory.toFile(), "rw")) {
                file.seek(1 << 20);
                file.write(content);
            }
            try (FileChannel state = draft.createState()) {
                assertThat(state.write(ByteBuffer.wrap("state".getBytes(StandardCharsets.UTF_8))))
                        .isEqualTo(5);
            }
            store.publish(draft, key);
        }
        // What was made just now was used just now, by this test's clock.
        Optional<Template> ignored = store.find(key);
        assertThat(ignored).isNotNull();
    }

    private static byte byteOf(Template template) throws IOException {
        try (RandomAccessFile file = new RandomAccessFile(template.memory().toFile(), "r")) {
            file.seek(1 << 20);
            return file.readByte();
        }
    }
}
