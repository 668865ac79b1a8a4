package io.omerta.core.reputation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.omerta.core.job.JobId;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

final class ReputationTest {
    private static final Instant NOW = Instant.parse("2026-01-02T03:04:05.678Z");
    private static final Duration HALF_LIFE = Observation.HALF_LIFE;

    @Test
    void peerOfWhichNothingIsKnown_has50() {
        assertThat(Reputation.of(NOW, List.of())).isEqualTo(Reputation.UNKNOWN);
        assertThat(Reputation.UNKNOWN.score()).isEqualTo(50);
    }

    @Test
    void oneFailure_doesNotBar_aRunOfThemDoes() {
        assertThat(score(times(1, Deed.FAILED_A_JOB))).isEqualTo(40);
        assertThat(score(times(2, Deed.FAILED_A_JOB))).isEqualTo(30);
        assertThat(score(times(3, Deed.FAILED_A_JOB))).isEqualTo(20);
        assertThat(score(times(1, Deed.LOST_A_JOB))).isEqualTo(44);
        assertThat(score(times(5, Deed.LOST_A_JOB))).isEqualTo(20);
    }

    @Test
    void goodJobs_makeUpForAFailureSlowly() {
        assertThat(score(times(4, Deed.RAN_A_JOB), times(1, Deed.FAILED_A_JOB))).isEqualTo(48);
        assertThat(score(times(5, Deed.RAN_A_JOB), times(1, Deed.FAILED_A_JOB))).isEqualTo(50);
    }

    @Test
    void rogueJob_weighsHeavily_silenceLightly() {
        assertThat(score(times(1, Deed.HAD_A_ROGUE_JOB))).isEqualTo(20);
        assertThat(score(times(1, Deed.LEFT_A_JOB))).isEqualTo(48);
        assertThat(score(times(1_000, Deed.LEFT_A_JOB))).isEqualTo(30);
    }

    @Test
    void jobsHadHere_doNotBuyOffARogueOne() {
        assertThat(score(times(1_000, Deed.HAD_A_JOB))).isEqualTo(60);
        assertThat(score(times(1_000, Deed.HAD_A_JOB), times(1, Deed.HAD_A_ROGUE_JOB)))
                .isEqualTo(30);
    }

    @Test
    void score_staysWithin0And100_andComesBackFromEither() {
        List<Observation> best = join(times(1_000, Deed.RAN_A_JOB), times(1_000, Deed.HAD_A_JOB));
        assertThat(score(best)).isEqualTo(100);
        assertThat(score(times(1_000, Deed.FAILED_A_JOB))).isZero();
        // Whoever was best falls as fast as anybody.
        assertThat(score(best, times(3, Deed.FAILED_A_JOB))).isEqualTo(70);
    }

    @Test
    void points_areHalvedByEachHalfLife_inBothDirections() {
        List<Observation> bad = times(1, Deed.HAD_A_ROGUE_JOB);
        assertThat(Reputation.of(NOW.plus(HALF_LIFE), bad).score()).isEqualTo(35);
        assertThat(Reputation.of(NOW.plus(HALF_LIFE.multipliedBy(2)), bad).score())
                .isEqualTo(43);
        List<Observation> good = times(20, Deed.RAN_A_JOB);
        assertThat(Reputation.of(NOW, good).score()).isEqualTo(90);
        assertThat(Reputation.of(NOW.plus(HALF_LIFE), good).score()).isEqualTo(70);
        assertThat(Reputation.of(NOW.plus(HALF_LIFE.multipliedBy(20)), good).score())
                .isEqualTo(50);
    }

    @Test
    void clockThatWasPutBack_makesNothingWeighMore() {
        assertThat(Reputation.of(NOW.minus(Duration.ofDays(3_650)), times(1, Deed.FAILED_A_JOB))
                        .score())
                .isEqualTo(40);
    }

    @Test
    void order_ofWhatWasSeen_makesNoDifference() {
        Random random = new Random(5);
        List<Deed> deeds = List.of(Deed.values());
        List<Observation> seen = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            Deed deed = deeds.get(random.nextInt(deeds.size()));
            // Some jobs twice, some at the same moment.
            seen.add(new Observation(deed, job(random.nextInt(150)), NOW.minusSeconds(3_600L * random.nextInt(500))));
        }
        Reputation first = Reputation.of(NOW, seen);
        for (int i = 0; i < 50; i++) {
            Collections.shuffle(seen, random);
            assertThat(Reputation.of(NOW, seen)).isEqualTo(first);
        }
    }

    @Test
    void job_countsOnceForEachSideOfIt_asItWasSeenFirst() {
        Observation first = new Observation(Deed.FAILED_A_JOB, job(1), NOW);
        Observation again = new Observation(Deed.FAILED_A_JOB, job(1), NOW.plusSeconds(1));
        Observation otherwise = new Observation(Deed.RAN_A_JOB, job(1), NOW.plusSeconds(2));
        assertThat(score(List.of(again, otherwise, first, first))).isEqualTo(40);
        Observation otherSide = new Observation(Deed.HAD_A_ROGUE_JOB, job(1), NOW);
        assertThat(score(List.of(first, otherSide))).isEqualTo(10);
    }

    @Test
    void tallies_addUpToTheScore_theWeightiestFirst() {
        Reputation reputation = Reputation.of(
                NOW.plus(HALF_LIFE),
                join(
                        times(3, Deed.RAN_A_JOB),
                        List.of(new Observation(Deed.FAILED_A_JOB, job(90), NOW.plus(HALF_LIFE)))));
        assertThat(reputation.tallies()).extracting(Tally::deed).containsExactly(Deed.FAILED_A_JOB, Deed.RAN_A_JOB);
        Tally ran = reputation.tallies().getLast();
        assertThat(ran.times()).isEqualTo(3);
        assertThat(ran.points()).isCloseTo(3, within(1e-9));
        assertThat(ran.last()).isEqualTo(NOW);
        assertThat(reputation.score()).isEqualTo(43);
    }

    @ParameterizedTest
    @EnumSource(Deed.class)
    void observation_countsUntilItIsNotSeenAnyMore(Deed deed) {
        Observation seen = new Observation(deed, job(1), NOW);
        assertThat(Math.abs(seen.points(seen.countsUntil()))).isCloseTo(0.05, within(1e-6));
        assertThat(seen.countsUntil()).isBefore(NOW.plus(Duration.ofDays(180)));
    }

    private static List<Observation> times(int count, Deed deed) {
        List<Observation> seen = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            seen.add(new Observation(deed, new JobId(deed.name().hashCode(), i), NOW));
        }
        return seen;
    }

    @SafeVarargs
    private static List<Observation> join(List<Observation>... all) {
        List<Observation> joined = new ArrayList<>();
        for (List<Observation> one : all) {
            joined.addAll(one);
        }
        return joined;
    }

    @SafeVarargs
    private static int score(List<Observation>... seen) {
        return Reputation.of(NOW, join(seen)).score();
    }

    private static JobId job(int number) {
        return new JobId(7, number);
    }
}
