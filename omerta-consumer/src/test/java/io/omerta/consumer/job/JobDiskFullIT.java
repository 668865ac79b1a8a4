package io.omerta.consumer.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.omerta.core.job.Cause;
import io.omerta.core.job.JobEnd;
import io.omerta.core.job.JobId;
import io.omerta.core.job.JobState;
import io.omerta.testkit.SmallDisk;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The requester's disk runs full: the job ends with that reason, everybody is told, and the daemon goes on. */
final class JobDiskFullIT extends SubmittingTest {
    @TempDir
    Path mountPoint;

    @SuppressWarnings("NullAway.Init")
    private SmallDisk disk;

    @Override
    Path homeFolder() throws IOException {
        disk = SmallDisk.mount(mountPoint, 2_048);
        return Files.createDirectory(
                disk.folder().resolve("home"),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    }

    @Override
    JobTimings timings() {
        return JobTimings.STANDARD;
    }

    @AfterEach
    @Override
    void tearDown() throws Exception {
        try {
            super.tearDown();
        } finally {
            disk.close();
        }
    }

    @Test
    void job_endsWithThatReason_andTheEndIsWrittenWhenThereIsRoom() throws Exception {
        JobId id = submit();
        provider.stateChanged(JobState.RUNNING);
        await().until(() -> store.requested().find(id).orElseThrow().state() == JobState.RUNNING);
        disk.fill();
        provider.output(new byte[100_000], false);
        assertThat(provider.cancelled.poll(20, TimeUnit.SECONDS)).isNotNull();
        JobEnd end = ended(follow(id));
        assertThat(end.cause()).isEqualTo(Cause.REQUESTER_STOPPED);
        assertThat(end.message())
                .isEqualTo("the job was ended: its output could not be kept, the disk of this machine is full");
        assertThat(end.outputTruncated()).isTrue();
        disk.makeRoom();
        await().atMost(Duration.ofSeconds(20))
                .until(() -> store.requested().find(id).orElseThrow().end().isPresent());
        assertThat(store.requested().find(id).orElseThrow().end()).contains(end);
    }

    @Test
    void submit_isRefused_andTakenWhenThereIsRoom() throws Exception {
        disk.fill();
        assertThatThrownBy(this::submit).hasMessage("could not take the job: the disk is full");
        assertThat(store.requested().newest(10)).isEmpty();
        assertThat(disk.folder().resolve("home/jobs")).isEmptyDirectory();
        disk.makeRoom();
        JobId id = submit();
        provider.exit(0);
        await().until(() -> store.requested().find(id).orElseThrow().state() == JobState.COMPLETED);
    }
}
