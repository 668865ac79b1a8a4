package io.omerta.core.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.omerta.core.error.ErrorCode;
import io.omerta.core.error.OmertaException;
import io.omerta.core.identity.PeerId;
import io.omerta.core.job.Blob;
import io.omerta.core.job.Cause;
import io.omerta.core.job.FlowCounts;
import io.omerta.core.job.GateCounts;
import io.omerta.core.job.JobEnd;
import io.omerta.core.job.JobId;
import io.omerta.core.job.JobState;
import io.omerta.core.job.PathCounts;
import io.omerta.core.job.ProgramResult;
import io.omerta.core.job.Resources;
import io.omerta.core.job.RogueConnection;
import io.omerta.core.job.Usage;
import io.omerta.core.network.NetworkId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class JobStoreTest {
    private static final Instant NOW = Instant.parse("2026-01-02T03:04:05.678Z");
    private static final Blob SPEC = Blob.ofText("what to run");
    private static final NetworkId NETWORK = NetworkId.ofBytes(new byte[32]);
    private static final PeerId SELF = PeerId.ofPublicKey(Arrays.copyOf(new byte[] {1}, 32));
    private static final PeerId PEER = PeerId.ofPublicKey(new byte[32]);
    private static final Usage USAGE = new Usage(
            Duration.ofMillis(1),
            Duration.ofMillis(2),
            Duration.ofMillis(3),
            Duration.ofMillis(9),
            Duration.ofMillis(4),
            5,
            6,
            7,
            8,
            new GateCounts(10, 11, 12, 13, 14),
            new FlowCounts(1, 2, 3, 4, List.of("TCP 8.8.8.8:443: no --allow names it")),
            new PathCounts(15, 16, 17));
    private static final JobEnd DONE = new JobEnd(
            JobState.COMPLETED,
            Optional.of(new ProgramResult.ExitCode(3)),
            Cause.PROGRAM_ENDED,
            "",
            "",
            USAGE,
            Optional.empty(),
            false);
    private static final JobEnd ROGUE = new JobEnd(
            JobState.ROGUE_CONNECTION_DETECTED,
            Optional.empty(),
            Cause.ROGUE_CONNECTION,
            "it sent \"something\"\nelse",
            "look",
            Usage.NOTHING,
            Optional.of(new RogueConnection("IPv4 TCP", "1.2.3.4:5", Blob.copyOf(new byte[] {1, -1}), 54, "not UDP")),
            true);

    @TempDir
    Path folder;

    private Path file;
    private JobStore store;

    @BeforeEach
    void setUp() {
        file = folder.resolve("omerta.db");
        store = JobStore.open(file, SELF);
    }

    @AfterEach
    void tearDown() {
        store.close();
    }

    @Test
    void insert_isThereAfterReopening() throws IOException {
        JobRecord record = requested(1);
        assertThat(store.requested().insert(record, SPEC)).isTrue();
        assertThat(store.requested().insert(record, SPEC)).isFalse();
        reopen();
        assertThat(store.requested().find(record.id())).contains(record);
        assertThat(store.requested().spec(record.id())).contains(SPEC);
        assertThat(store.requested().find(id(2))).isEmpty();
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
    }

    @Test
    void changeState_toRunning_remembersTheFirstTime() {
        store.requested().insert(requested(1), SPEC);
        assertThat(store.requested().changeState(id(1), JobState.PREPARING, NOW))
                .isTrue();
        assertThat(store.requested().find(id(1)).orElseThrow().startedAt()).isEmpty();
        store.requested().changeState(id(1), JobState.RUNNING, NOW);
        store.requested().changeState(id(1), JobState.RUNNING, NOW.plusSeconds(5));
        JobRecord record = store.requested().find(id(1)).orElseThrow();
        assertThat(record.state()).isEqualTo(JobState.RUNNING);
        assertThat(record.startedAt()).contains(NOW);
    }

    @Test
    void end_isWrittenOnce() {
        store.requested().insert(requested(1), SPEC);
        assertThat(store.requested().end(id(1), ROGUE, NOW)).isTrue();
        assertThat(store.requested().end(id(1), DONE, NOW)).isFalse();
        assertThat(store.requested().changeState(id(1), JobState.RUNNING, NOW)).isFalse();
        reopen();
        JobRecord record = store.requested().find(id(1)).orElseThrow();
        assertThat(record.end()).contains(ROGUE);
        assertThat(record.state()).isEqualTo(JobState.ROGUE_CONNECTION_DETECTED);
        assertThat(record.endedAt()).contains(NOW);
    }

    @Test
    void end_ofUnknownJob_isFalse() {
        assertThat(store.requested().end(id(1), DONE, NOW)).isFalse();
    }

    @Test
    void changeState_toAnEnd_isRefused() {
        assertThatThrownBy(() -> store.requested().changeState(id(1), JobState.FAILED, NOW))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void newest_andNotEnded_areInOrder() {
        for (int i = 1; i <= 4; i++) {
            store.requested().insert(requested(i), SPEC);
        }
        store.requested().end(id(2), DONE, NOW);
        assertThat(store.requested().newest(3)).extracting(JobRecord::id).containsExactly(id(4), id(3), id(2));
        assertThat(store.requested().notEnded()).extracting(JobRecord::id).containsExactly(id(1), id(3), id(4));
    }

    @Test
    void assignAndConsidered_areKept() {
        store.requested().insert(requested(1), SPEC);
        store.requested().assign(id(1), PEER, 2);
        store.requested().setConsidered(id(1), List.of("moss-otter: \"took\" it", "other: no"));
        JobRecord record = store.requested().find(id(1)).orElseThrow();
        assertThat(record.provider()).contains(PEER);
        assertThat(record.attempt()).isEqualTo(2);
        assertThat(record.considered()).containsExactly("moss-otter: \"took\" it", "other: no");
    }

    @Test
    void resolve_acceptsPrefixesThatFitOneJob() {
        JobId first = JobId.parse("abcdefghijklmnopqrstuvwxya");
        JobId second = JobId.parse("abcdeaaaaaaaaaaaaaaaaaaaaa");
        JobId third = JobId.parse("zbcdeaaaaaaaaaaaaaaaaaaaaa");
        for (JobId id : List.of(first, second, third)) {
            store.requested().insert(requested(id), SPEC);
        }
        assertThat(store.requested().resolve("abcdef")).isEqualTo(first);
        assertThat(store.requested().resolve(" ABCDEA ")).isEqualTo(second);
        assertThat(store.requested().resolve(first.toString())).isEqualTo(first);
        assertThat(code("abcde")).isEqualTo(ErrorCode.AMBIGUOUS);
        assertThat(code("x")).isEqualTo(ErrorCode.NOT_FOUND);
        assertThat(code("")).isEqualTo(ErrorCode.NOT_FOUND);
        assertThat(code("%' OR 1=1 --")).isEqualTo(ErrorCode.NOT_FOUND);
        assertThat(store.requested().shortId(first)).isEqualTo("abcdef");
        assertThat(store.requested().shortId(second)).isEqualTo("abcdea");
        assertThat(store.requested().shortId(third)).isEqualTo("zbcd");
    }

    @Test
    void accept_isThereAfterReopening_andForgetsItsSpecAtTheEnd() {
        LentJobRecord record = LentJobRecord.accepted(
                id(1), 1, NETWORK, PEER, "bash", "a test", new Resources(2, 1L << 32, 1L << 30, 1), NOW);
        assertThat(store.lent().accept(record, SPEC)).isTrue();
        assertThat(store.lent().accept(record, SPEC)).isFalse();
        reopen();
        assertThat(store.lent().notEnded()).containsExactly(record);
        assertThat(store.lent().spec(id(1))).contains(SPEC);
        assertThat(store.lent().changeState(id(1), JobState.RUNNING, NOW)).isTrue();
        assertThat(store.lent().end(id(1), DONE, NOW)).isTrue();
        assertThat(store.lent().end(id(1), ROGUE, NOW)).isFalse();
        assertThat(store.lent().find(id(1)).orElseThrow().end()).contains(DONE);
        assertThat(store.lent().spec(id(1))).isEmpty();
        assertThat(store.lent().notEnded()).isEmpty();
        assertThat(store.lent().newest(10)).hasSize(1);
    }

    @Test
    void open_onSomethingElse_isRefusedAndLeavesIt() throws IOException {
        Path other = folder.resolve("other.db");
        Files.writeString(other, "this is not a database, but it is long enough to be looked at".repeat(100));
        assertThatThrownBy(() -> JobStore.open(other, SELF))
                .isInstanceOfSatisfying(
                        OmertaException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.CORRUPT_FILE));
        assertThat(Files.readString(other)).startsWith("this is not a database");
    }

    @Test
    void open_onJobsFromBeforeDisks_keepsThem() {
        store.requested().insert(requested(1), Blob.copyOf(new byte[] {1}));
        store.close();
        try (Database database = Database.open(file)) {
            database.run(on -> {
                try (Statement statement = on.createStatement()) {
                    statement.executeUpdate("DROP TABLE observations");
                    for (String column : List.of("gpus", "disk_bytes")) {
                        statement.executeUpdate("ALTER TABLE jobs DROP COLUMN " + column);
                        statement.executeUpdate("ALTER TABLE lent_jobs DROP COLUMN " + column);
                    }
                    return statement.executeUpdate("PRAGMA user_version = 1");
                }
            });
        }
        store = JobStore.open(file, SELF);
        assertThat(store.requested().find(id(1))).map(JobRecord::resources).contains(new Resources(2, 1L << 32, 0));
    }

    @Test
    void open_onNewerSchema_isRefused() {
        store.close();
        try (Database database = Database.open(file)) {
            database.run(on -> {
                try (Statement statement = on.createStatement()) {
                    return statement.executeUpdate("PRAGMA user_version = 99");
                }
            });
        }
        assertThatThrownBy(() -> JobStore.open(file, SELF)).hasMessageContaining("newer Omerta");
    }

    private ErrorCode code(String reference) {
        try {
            store.requested().resolve(reference);
            throw new AssertionError("found");
        } catch (OmertaException e) {
            return e.code();
        }
    }

    private void reopen() {
        store.close();
        store = JobStore.open(file, SELF);
    }

    private static JobRecord requested(int number) {
        return requested(id(number));
    }

    private static JobRecord requested(JobId id) {
        return JobRecord.submitted(
                id, NETWORK, "My Team", "python", "a 'test'", new Resources(2, 1L << 32, 1L << 30, 2), true, NOW);
    }

    private static JobId id(int number) {
        return new JobId((long) number << 56, number);
    }
}
