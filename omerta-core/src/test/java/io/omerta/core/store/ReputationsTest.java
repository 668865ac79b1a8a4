package io.omerta.core.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.omerta.core.identity.PeerId;
import io.omerta.core.job.Blob;
import io.omerta.core.job.Cause;
import io.omerta.core.job.JobEnd;
import io.omerta.core.job.JobId;
import io.omerta.core.job.JobState;
import io.omerta.core.job.Resources;
import io.omerta.core.job.Usage;
import io.omerta.core.network.NetworkId;
import io.omerta.core.reputation.Deed;
import io.omerta.core.reputation.Observation;
import io.omerta.core.reputation.Reputation;
import io.omerta.core.reputation.Tally;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sqlite.Function;

/** What the ends of jobs leave behind about peers. */
final class ReputationsTest {
    private static final Instant NOW = Instant.parse("2026-01-02T03:04:05.678Z");
    private static final NetworkId NETWORK = NetworkId.ofBytes(new byte[32]);
    private static final PeerId SELF = peer(0);
    private static final PeerId ANA = peer(1);
    private static final PeerId BEN = peer(2);
    private static final JobEnd FAILED = end(JobState.FAILED, Cause.PROVIDER_FAILED);
    private static final JobEnd ROGUE = end(JobState.ROGUE_CONNECTION_DETECTED, Cause.ROGUE_CONNECTION);

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
    void endOfAJobOfOurs_isItsProvidersMeritOrFault() {
        requested(1, ANA, FAILED, NOW);
        assertThat(score(ANA)).isEqualTo(40);
        assertThat(reputation(ANA, NOW).tallies()).containsExactly(new Tally(Deed.FAILED_A_JOB, 1, -10, NOW));
        assertThat(score(BEN)).isEqualTo(50);
    }

    @Test
    void endOfALentJob_isItsRequestersMeritOrFault() {
        lent(1, ANA, ROGUE, NOW);
        assertThat(score(ANA)).isEqualTo(20);
    }

    @Test
    void end_thatIsToldAgain_alsoAfterARestart_countsOnce() {
        requested(1, ANA, FAILED, NOW);
        store.requested().end(id(1), FAILED, NOW.plusSeconds(1));
        lent(2, BEN, ROGUE, NOW);
        reopen();
        store.requested().end(id(1), FAILED, NOW.plusSeconds(2));
        store.requested().end(id(1), end(JobState.FAILED, Cause.PROVIDER_LOST), NOW.plusSeconds(2));
        store.lent().end(id(2), ROGUE, NOW.plusSeconds(2));
        assertThat(score(ANA)).isEqualTo(40);
        assertThat(score(BEN)).isEqualTo(20);
    }

    /** As if a row of jobs had been lost, and the same job were told to end once more. */
    @Test
    void job_thatIsWrittenDownTwice_countsOnce() {
        requested(1, ANA, FAILED, NOW);
        execute("DELETE FROM jobs");
        requested(1, ANA, FAILED, NOW.plusSeconds(1));
        assertThat(score(ANA)).isEqualTo(40);
    }

    @Test
    void sameJobId_onBothSides_countsForEach() {
        requested(1, ANA, FAILED, NOW);
        lent(1, ANA, ROGUE, NOW);
        assertThat(score(ANA)).isEqualTo(10);
    }

    @Test
    void endThatIsNobodysFault_andJobThatNobodyHad_countNothing() {
        requested(1, ANA, end(JobState.CANCELLED, Cause.CANCELLED), NOW);
        requested(2, ANA, end(JobState.REJECTED, Cause.NO_PROVIDER), NOW);
        store.requested().insert(record(3), Blob.ofText(""));
        store.requested().end(id(3), FAILED, NOW);
        assertThat(store.reputations().all(NOW)).isEmpty();
    }

    @Test
    void thisMachine_hasNoReputationWithItself() {
        requested(1, SELF, FAILED, NOW);
        lent(1, SELF, ROGUE, NOW);
        assertThat(store.reputations().all(NOW)).isEmpty();
    }

    @Test
    void end_andWhatItSays_areWrittenTogetherOrNotAtAll() {
        store.requested().insert(record(1), Blob.ofText(""));
        store.requested().assign(id(1), ANA, 1);
        execute("CREATE TRIGGER broken BEFORE INSERT ON observations BEGIN SELECT RAISE(ABORT, 'no'); END");
        assertThatThrownBy(() -> store.requested().end(id(1), FAILED, NOW)).hasMessageContaining("no");
        reopen();
        assertThat(store.requested().find(id(1)).orElseThrow().end()).isEmpty();
        execute("DROP TRIGGER broken");
        assertThat(store.requested().end(id(1), FAILED, NOW)).isTrue();
        assertThat(score(ANA)).isEqualTo(40);
    }

    /** What a crash would leave is copied once the end and what it says are written, and before they are committed. */
    @Test
    void crashWhileAnEndIsWritten_leavesNeither_andTheNextDaemonCountsItOnce() throws IOException {
        store.requested().insert(record(1), Blob.ofText(""));
        store.requested().assign(id(1), ANA, 1);
        store.close();
        Path crashed = Files.createDirectory(folder.resolve("crashed"));
        try (Database database = Database.open(file)) {
            database.run(on -> {
                Function.create(on, "crash", new Function() {
                    @Override
                    protected void xFunc() throws SQLException {
                        copyInto(crashed);
                        result(1);
                    }
                });
                try (Statement statement = on.createStatement()) {
                    return statement.executeUpdate(
                            "CREATE TEMP TRIGGER crash AFTER INSERT ON observations BEGIN SELECT crash(); END");
                }
            });
            assertThat(new RequestedJobs(database, new Reputations(database, SELF)).end(id(1), FAILED, NOW))
                    .isTrue();
        }
        store = JobStore.open(file, SELF);
        assertThat(score(ANA)).isEqualTo(40);
        store.close();

        store = JobStore.open(crashed.resolve("omerta.db"), SELF);
        assertThat(store.reputations().all(NOW)).isEmpty();
        assertThat(store.requested().notEnded()).hasSize(1);
        assertThat(store.requested().end(id(1), FAILED, NOW)).isTrue();
        assertThat(score(ANA)).isEqualTo(40);
    }

    private void copyInto(Path other) {
        for (String name : List.of("omerta.db", "omerta.db-wal")) {
            try {
                Files.copy(folder.resolve(name), other.resolve(name));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    @Test
    void whatCountsNothingAnyMore_isForgotten() {
        requested(1, ANA, FAILED, NOW);
        Instant later = new Observation(Deed.FAILED_A_JOB, id(1), NOW).countsUntil();
        requested(2, BEN, FAILED, later);
        assertThat(rows()).isEqualTo(2);
        requested(3, BEN, FAILED, later.plusMillis(1));
        assertThat(rows()).isEqualTo(2);
        assertThat(store.reputations().all(later)).containsOnlyKeys(BEN);
    }

    @Test
    void ofOneKind_theNewestAreKept_andOthersAreLeftAlone() {
        lent(1, ANA, ROGUE, NOW);
        for (int i = 2; i < 2 + Reputations.MOST_ALIKE + 20; i++) {
            lent(i, ANA, end(JobState.FAILED, Cause.LEASE_EXPIRED), NOW.plusSeconds(i));
        }
        List<Tally> tallies = reputation(ANA, NOW.plus(Duration.ofDays(1))).tallies();
        assertThat(tallies).extracting(Tally::times).containsExactly(1, Reputations.MOST_ALIKE);
    }

    @Test
    void fullTable_losesWhatWeighsLeast() {
        lent(1, ANA, ROGUE, NOW);
        fill(Reputations.MOST - 1);
        assertThat(rows()).isEqualTo(Reputations.MOST);
        requested(2, BEN, FAILED, NOW);
        assertThat(rows()).isEqualTo(Reputations.MOST);
        assertThat(score(ANA)).isEqualTo(20);
        assertThat(score(BEN)).isEqualTo(40);
    }

    @Test
    void databaseOfVersion2_isUpgraded_andKeepsItsJobs() {
        requested(1, ANA, FAILED, NOW);
        store.requested().insert(record(2), Blob.ofText(""));
        store.requested().assign(id(2), ANA, 1);
        store.close();
        try (Database database = Database.open(file)) {
            database.run(on -> {
                try (Statement statement = on.createStatement()) {
                    statement.executeUpdate("DROP TABLE observations");
                    statement.executeUpdate("ALTER TABLE jobs DROP COLUMN gpus");
                    statement.executeUpdate("ALTER TABLE lent_jobs DROP COLUMN gpus");
                    return statement.executeUpdate("PRAGMA user_version = 2");
                }
            });
        }
        store = JobStore.open(file, SELF);
        assertThat(store.requested().newest(5)).hasSize(2);
        assertThat(store.reputations().all(NOW)).isEmpty();
        store.requested().end(id(2), FAILED, NOW);
        assertThat(score(ANA)).isEqualTo(40);
    }

    private void requested(int number, PeerId provider, JobEnd end, Instant now) {
        assertThat(store.requested().insert(record(number), Blob.ofText(""))).isTrue();
        store.requested().assign(id(number), provider, 1);
        assertThat(store.requested().end(id(number), end, now)).isTrue();
    }

    private static JobRecord record(int number) {
        return JobRecord.submitted(
                id(number), NETWORK, "My Team", "bash", "", new Resources(1, 1L << 30, 1L << 30), true, NOW);
    }

    private void lent(int number, PeerId requester, JobEnd end, Instant now) {
        LentJobRecord record = LentJobRecord.accepted(
                id(number), 1, NETWORK, requester, "bash", "", new Resources(1, 1L << 30, 1L << 30), NOW);
        assertThat(store.lent().accept(record, Blob.ofText(""))).isTrue();
        assertThat(store.lent().end(id(number), end, now)).isTrue();
    }

    /** Many peers, each of which has fallen silent once. */
    private void fill(int count) {
        store.close();
        try (Database database = Database.open(file)) {
            database.transaction(on -> {
                try (PreparedStatement insert = on.prepareStatement(
                        "INSERT INTO observations VALUES (?, 'REQUESTER', ?, 'LEFT_A_JOB', ?, ?)")) {
                    for (int i = 0; i < count; i++) {
                        Observation seen = new Observation(Deed.LEFT_A_JOB, id(100 + i), NOW);
                        insert.setString(1, peer(100 + i).text());
                        insert.setString(2, seen.job().toString());
                        insert.setLong(3, seen.seenAt().toEpochMilli());
                        insert.setLong(4, seen.countsUntil().toEpochMilli());
                        insert.addBatch();
                    }
                    return insert.executeBatch().length;
                }
            });
        }
        store = JobStore.open(file, SELF);
    }

    private int rows() {
        return store.reputations().all(NOW).values().stream()
                .flatMap(reputation -> reputation.tallies().stream())
                .mapToInt(Tally::times)
                .sum();
    }

    private int score(PeerId peer) {
        return reputation(peer, NOW).score();
    }

    private Reputation reputation(PeerId peer, Instant now) {
        return store.reputations().all(now).getOrDefault(peer, Reputation.UNKNOWN);
    }

    private void execute(String sql) {
        store.close();
        try (Database database = Database.open(file)) {
            database.run(on -> {
                try (Statement statement = on.createStatement()) {
                    return statement.executeUpdate(sql);
                }
            });
        }
        store = JobStore.open(file, SELF);
    }

    private void reopen() {
        store.close();
        store = JobStore.open(file, SELF);
    }

    private static JobEnd end(JobState state, Cause cause) {
        return new JobEnd(state, Optional.empty(), cause, "", "", Usage.NOTHING, Optional.empty(), false);
    }

    private static JobId id(int number) {
        return new JobId(7, number);
    }

    private static PeerId peer(int number) {
        byte[] key = new byte[32];
        key[0] = (byte) number;
        key[1] = (byte) (number >> 8);
        key[2] = 1;
        return PeerId.ofPublicKey(key);
    }
}
