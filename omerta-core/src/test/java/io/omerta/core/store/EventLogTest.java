package io.omerta.core.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.omerta.core.error.ErrorCode;
import io.omerta.core.error.OmertaException;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(value = 60, unit = TimeUnit.SECONDS)
final class EventLogTest {
    private static final Duration LONG = Duration.ofSeconds(30);

    @TempDir
    Path folder;

    private Path file;

    @BeforeEach
    void setUp() {
        file = folder.resolve("events");
    }

    @Test
    void append_numbersRecordsFromOne() {
        try (EventLog log = EventLog.open(file)) {
            assertThat(log.lastSequence()).isZero();
            assertThat(log.append(bytes("a"))).isEqualTo(1);
            assertThat(log.append(bytes(""))).isEqualTo(2);
            assertThat(log.append(bytes("c"))).isEqualTo(3);
            assertThat(texts(log, 1)).containsExactly("1=a", "2=", "3=c");
            assertThat(texts(log, 3)).containsExactly("3=c");
            assertThat(texts(log, 4)).isEmpty();
        }
    }

    @Test
    void open_onExistingLog_goesOnWhereItEnded() throws IOException {
        try (EventLog log = EventLog.open(file)) {
            log.append(bytes("a"));
            log.sync();
        }
        try (EventLog log = EventLog.open(file)) {
            assertThat(log.append(bytes("b"))).isEqualTo(2);
            assertThat(texts(log, 1)).containsExactly("1=a", "2=b");
        }
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
    }

    @Test
    void open_onLogCutAnywhere_keepsTheWholeRecords() throws IOException {
        try (EventLog log = EventLog.open(file)) {
            log.append(bytes("first"));
            log.append(bytes("second"));
        }
        byte[] whole = Files.readAllBytes(file);
        int firstEnds = 8 + 8 + 5;
        for (int length = 0; length < whole.length; length++) {
            Files.write(file, Arrays.copyOf(whole, length));
            try (EventLog log = EventLog.open(file)) {
                long kept = length >= firstEnds ? 1 : 0;
                assertThat(log.lastSequence()).as("cut at %d", length).isEqualTo(kept);
                assertThat(log.append(bytes("next"))).isEqualTo(kept + 1);
            }
            try (EventLog log = EventLog.open(file)) {
                assertThat(texts(log, 1)).last().asString().endsWith("=next");
            }
        }
    }

    @Test
    void open_onZeroedTail_cutsItOff() throws IOException {
        try (EventLog log = EventLog.open(file)) {
            log.append(bytes("a"));
        }
        try (RandomAccessFile raw = new RandomAccessFile(file.toFile(), "rw")) {
            raw.setLength(raw.length() + 4096);
        }
        try (EventLog log = EventLog.open(file)) {
            assertThat(texts(log, 1)).containsExactly("1=a");
        }
    }

    @Test
    void open_onForeignFile_isRefusedAndLeavesIt() throws IOException {
        Files.writeString(file, "something else altogether");
        assertThatThrownBy(() -> EventLog.open(file))
                .isInstanceOfSatisfying(
                        OmertaException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.CORRUPT_FILE));
        assertThat(file).hasContent("something else altogether");
    }

    @Test
    void poll_onDamagedRecord_saysWhich() throws IOException {
        try (EventLog log = EventLog.open(file)) {
            log.append(bytes("first"));
            log.append(bytes("second"));
            try (RandomAccessFile raw = new RandomAccessFile(file.toFile(), "rw")) {
                raw.seek(8 + 8);
                raw.write('F');
            }
            try (EventLogReader reader = log.read(1)) {
                assertThatThrownBy(reader::poll)
                        .isInstanceOf(OmertaException.class)
                        .hasMessageContaining("record 1");
            }
        }
    }

    @Test
    void append_tooLarge_isRefused() {
        try (EventLog log = EventLog.open(file)) {
            assertThatThrownBy(() -> log.append(new byte[EventLog.MAX_RECORD_BYTES + 1]))
                    .isInstanceOf(IllegalArgumentException.class);
            assertThat(log.append(new byte[EventLog.MAX_RECORD_BYTES])).isEqualTo(1);
        }
    }

    @Test
    void take_withoutRecord_waitsForIt() throws Exception {
        try (EventLog log = EventLog.open(file);
                ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<Optional<EventLogReader.Entry>> taken = threads.submit(() -> {
                try (EventLogReader reader = log.read(2)) {
                    return reader.take(LONG);
                }
            });
            log.append(bytes("a"));
            log.append(bytes("b"));
            assertThat(taken.get().map(EventLogTest::text)).contains("2=b");
        }
    }

    @Test
    void awaitBeyond_onClose_returnsFalse() throws Exception {
        EventLog log = EventLog.open(file);
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<Boolean> waited = threads.submit(() -> log.awaitBeyond(0, LONG));
            log.close();
            assertThat(waited.get()).isFalse();
        }
        assertThat(log.isClosed()).isTrue();
        assertThatThrownBy(() -> log.append(bytes("a"))).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void awaitBeyond_onInterrupt_leavesTheLogUsable() throws Exception {
        try (EventLog log = EventLog.open(file)) {
            Thread waiting = Thread.ofVirtual().start(() -> {
                try {
                    log.awaitBeyond(0, LONG);
                } catch (InterruptedException e) {
                    log.append(bytes("interrupted"));
                }
            });
            waiting.interrupt();
            waiting.join();
            assertThat(texts(log, 1)).containsExactly("1=interrupted");
        }
    }

    @Test
    void readers_besideOneWriter_seeEveryRecordInOrder() throws Exception {
        int count = 20_000;
        try (EventLog log = EventLog.open(file);
                ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Long>> readers = new ArrayList<>();
            for (int i = 0; i < 3; i++) {
                long from = 1 + i * 1_000L;
                readers.add(threads.submit(() -> sumOfLengths(log, from, count)));
            }
            Random random = new Random(1);
            long[] lengths = new long[count + 1];
            for (int i = 1; i <= count; i++) {
                lengths[i] = random.nextInt(300);
                log.append(new byte[(int) lengths[i]]);
            }
            for (int i = 0; i < readers.size(); i++) {
                long expected = 0;
                for (int j = 1 + i * 1_000; j <= count; j++) {
                    expected += lengths[j];
                }
                assertThat(readers.get(i).get()).isEqualTo(expected);
            }
        }
    }

    @Test
    void read_fromTheMiddleOfALargeLog_startsThere() {
        byte[] record = new byte[10_000];
        try (EventLog log = EventLog.open(file)) {
            for (int i = 0; i < 1_500; i++) {
                log.append(record);
            }
        }
        try (EventLog log = EventLog.open(file)) {
            for (long from : new long[] {1, 2, 104, 105, 106, 777, 1_499, 1_500}) {
                try (EventLogReader reader = log.read(from)) {
                    assertThat(reader.poll().orElseThrow().sequence()).isEqualTo(from);
                }
            }
        }
    }

    private static long sumOfLengths(EventLog log, long from, int until) throws InterruptedException {
        long sum = 0;
        try (EventLogReader reader = log.read(from)) {
            for (long expected = from; expected <= until; ) {
                Optional<EventLogReader.Entry> entry = reader.take(LONG);
                if (entry.isPresent()) {
                    assertThat(entry.get().sequence()).isEqualTo(expected);
                    sum += entry.get().record().size();
                    expected++;
                }
            }
        }
        return sum;
    }

    private static List<String> texts(EventLog log, long from) {
        List<String> texts = new ArrayList<>();
        try (EventLogReader reader = log.read(from)) {
            for (Optional<EventLogReader.Entry> entry = reader.poll(); entry.isPresent(); entry = reader.poll()) {
                texts.add(text(entry.get()));
            }
        }
        return texts;
    }

    private static String text(EventLogReader.Entry entry) {
        return entry.sequence() + "=" + new String(entry.record().toBytes(), StandardCharsets.UTF_8);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
