package io.omerta.core.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.omerta.core.file.AtomicFile;
import io.omerta.core.file.DiskFullException;
import io.omerta.core.identity.PeerId;
import io.omerta.core.job.Blob;
import io.omerta.core.job.JobId;
import io.omerta.core.job.JobState;
import io.omerta.core.job.Resources;
import io.omerta.core.network.NetworkId;
import io.omerta.testkit.SmallDisk;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is written to a disk without room: said as such, with nothing half written, and it goes on once there is room. */
final class DiskFullIT {
    @TempDir
    Path mountPoint;

    private SmallDisk disk;

    @BeforeEach
    void setUp() throws Exception {
        disk = SmallDisk.mount(mountPoint, 512);
    }

    @AfterEach
    void tearDown() throws Exception {
        disk.close();
    }

    @Test
    void eventLog_keepsWhatItHas_andGoesOnWhenThereIsRoom() throws Exception {
        Path file = disk.folder().resolve("events");
        try (EventLog log = EventLog.open(file)) {
            log.append(new byte[10_000]);
            disk.fill();
            long before = log.sizeBytes();
            assertThatThrownBy(() -> log.append(new byte[10_000])).isInstanceOf(DiskFullException.class);
            assertThat(log.lastSequence()).isEqualTo(1);
            assertThat(Files.size(file)).isEqualTo(before);
            disk.makeRoom();
            assertThat(log.append(new byte[20])).isEqualTo(2);
        }
        try (EventLog log = EventLog.open(file);
                EventLogReader reader = log.read(2)) {
            assertThat(reader.poll().orElseThrow().record().size()).isEqualTo(20);
        }
    }

    @Test
    void jobStore_refusesAJob_andTakesItWhenThereIsRoom() throws Exception {
        try (JobStore store = JobStore.open(disk.folder().resolve("omerta.db"), PeerId.ofPublicKey(new byte[32]))) {
            LentJobRecord kept = lent(1);
            store.lent().accept(kept, Blob.ofText("small"));
            disk.fill();
            LentJobRecord refused = lent(2);
            Blob spec = Blob.copyOf(new byte[100_000]);
            assertThatThrownBy(() -> store.lent().accept(refused, spec)).isInstanceOf(DiskFullException.class);
            assertThat(store.lent().notEnded()).containsExactly(kept);
            disk.makeRoom();
            assertThat(store.lent().accept(refused, spec)).isTrue();
            assertThat(store.lent().changeState(refused.id(), JobState.PREPARING, Instant.now()))
                    .isTrue();
        }
    }

    @Test
    void atomicFile_leavesTheOldContentAndNothingElse() throws Exception {
        Path file = disk.folder().resolve("networks.json");
        AtomicFile.write(file, new byte[1_000], AtomicFile.OWNER_ONLY);
        disk.fill();
        assertThatThrownBy(() -> AtomicFile.write(file, new byte[100_000], AtomicFile.OWNER_ONLY))
                .isInstanceOf(DiskFullException.class)
                .hasMessage("could not write " + file + ": the disk is full");
        assertThat(file).hasSize(1_000);
        try (var files = Files.list(disk.folder())) {
            assertThat(files).containsExactlyInAnyOrder(file, disk.folder().resolve("filler"));
        }
    }

    private static LentJobRecord lent(int seed) {
        return LentJobRecord.accepted(
                JobId.random(new Random(seed)),
                1,
                NetworkId.ofBytes(new byte[32]),
                PeerId.ofPublicKey(new byte[32]),
                "bash",
                "",
                new Resources(1, 1 << 30, 1L << 30),
                Instant.EPOCH);
    }
}
