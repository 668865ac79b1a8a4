package io.omerta.provider.execution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.omerta.core.file.DiskFullException;
import io.omerta.core.identity.Identity;
import io.omerta.core.identity.PeerId;
import io.omerta.core.job.Blob;
import io.omerta.core.job.JobId;
import io.omerta.core.job.JobState;
import io.omerta.core.job.Resources;
import io.omerta.core.network.NetworkKey;
import io.omerta.core.store.EventLog;
import io.omerta.core.store.JobStore;
import io.omerta.core.store.LentJobRecord;
import io.omerta.proto.job.JobEvent;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JournalTest {
    private static final JobId JOB = new JobId(3, 4);
    private static final Instant NOW = Instant.ofEpochSecond(1_790_000_000);
    private static final SecureRandom RANDOM = new SecureRandom();

    @TempDir
    Path folder;

    private final PeerId self = Identity.generate(RANDOM).peerId();
    private final AtomicLong freeBytes = new AtomicLong(Long.MAX_VALUE);

    @SuppressWarnings("NullAway.Init")
    private JobStore store;

    @SuppressWarnings("NullAway.Init")
    private EventLog log;

    @SuppressWarnings("NullAway.Init")
    private Journal journal;

    @BeforeEach
    void open() {
        store = JobStore.open(folder.resolve("omerta.db"), self);
        log = EventLog.open(folder.resolve("events"));
        journal = new Journal(JOB, self, store.lent(), log, InstantSource.fixed(NOW), freeBytes::get);
        store.lent()
                .accept(
                        LentJobRecord.accepted(
                                JOB,
                                1,
                                NetworkKey.random(RANDOM).id(),
                                self,
                                "bash",
                                "",
                                new Resources(1, 64 << 20, 1L << 30),
                                NOW),
                        Blob.ofText(""));
    }

    @AfterEach
    void close() {
        log.close();
        store.close();
    }

    @Test
    void states_areInTheStoreAndInTheLog() throws Exception {
        journal.accepted();
        journal.tell(JobState.PREPARING, Duration.ZERO);
        journal.tell(JobState.RUNNING, Duration.ofMillis(80));

        assertThat(store.lent().find(JOB).orElseThrow().state()).isEqualTo(JobState.RUNNING);
        assertThat(store.lent().find(JOB).orElseThrow().startedAt()).contains(NOW);
        assertThat(events())
                .extracting(
                        JobEvent::getSequence, event -> event.getStateChanged().getVmReadyMs())
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple(1L, 0L),
                        org.assertj.core.groups.Tuple.tuple(2L, 0L),
                        org.assertj.core.groups.Tuple.tuple(3L, 80L));
    }

    @Test
    void end_isWrittenOnce() throws Exception {
        journal.end(Ends.providerStopped(false));
        journal.end(Ends.providerStopped(true));

        assertThat(store.lent().find(JOB).orElseThrow().end()).contains(Ends.providerStopped(false));
        assertThat(events()).singleElement().satisfies(event -> {
            assertThat(event.getEnded().getMessage()).isEqualTo("the provider was stopped");
            assertThat(event.getEnded().getOutputTruncated()).isFalse();
        });
    }

    @Test
    void onNothingButTheReserve_keepsNoMoreOutput_butTheEnd() throws Exception {
        journal.keep(false, Blob.ofText("first"));
        freeBytes.set(Journal.RESERVE_BYTES - 1);

        assertThatThrownBy(() -> {
                    for (int i = 0; i < 1000; i++) {
                        journal.keep(false, Blob.copyOf(new byte[60_000]));
                    }
                })
                .isInstanceOf(DiskFullException.class);
        assertThat(log.sizeBytes()).isLessThan(5 << 20);
        journal.end(Ends.providerStopped(true));

        assertThat(events().getLast().hasEnded()).isTrue();
    }

    private List<JobEvent> events() throws Exception {
        List<JobEvent> events = new ArrayList<>();
        try (var reader = log.read(1)) {
            for (var entry = reader.poll(); entry.isPresent(); entry = reader.poll()) {
                events.add(JobEvent.parseFrom(entry.get().record().toBytes()));
            }
        }
        return events;
    }
}
