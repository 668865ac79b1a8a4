package io.omerta.consumer.placement;

import static org.assertj.core.api.Assertions.assertThat;

import io.omerta.core.identity.PeerId;
import io.omerta.core.job.Blob;
import io.omerta.core.job.ImageDigest;
import io.omerta.core.job.JobSpec;
import io.omerta.core.job.Limits;
import io.omerta.core.job.Program;
import io.omerta.core.job.Resources;
import io.omerta.core.reputation.Reputation;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class PlacementTest {
    private static final long GIBIBYTE = 1L << 30;
    private static final ImageDigest IMAGE = new ImageDigest("sha256:" + "0f".repeat(32));

    @Test
    void judge_asksOthersWithRoomFirst_thenThisMachine_thenThoseWhereItWaits() {
        ProviderOffer remoteBusy = offer(1, false, 4, 4, 1);
        ProviderOffer ownFree = offer(2, true, 4, 4, 4);
        ProviderOffer remoteFree = offer(3, false, 4, 4, 2);
        ProviderOffer remoteFreer = offer(4, false, 4, 4, 4);
        ProviderOffer small = offer(5, false, 1, 4, 1);
        List<ProviderOffer> offers = new ArrayList<>(List.of(remoteBusy, ownFree, remoteFree, remoteFreer, small));
        for (int seed = 0; seed < 20; seed++) {
            Collections.shuffle(offers, new Random(seed));
            assertThat(judge(Demand.of(script(2, 1)), offers))
                    .extracting(Consideration::offer)
                    .containsExactly(remoteFreer, remoteFree, ownFree, remoteBusy, small);
        }
        ProviderOffer ownBusy = offer(2, true, 4, 4, 0);
        assertThat(judge(Demand.of(script(2, 1)), List.of(ownBusy, remoteBusy)))
                .extracting(Consideration::offer)
                .containsExactly(remoteBusy, ownBusy);
    }

    @Test
    void judge_saysWhyEachIsNotAsked() {
        ProviderOffer fits = offer(1, false, 4, 4, 4);
        assertThat(why(fits, 2, 1)).isEqualTo("fits");
        assertThat(why(offer(1, false, 4, 4, 0), 2, 1)).isEqualTo("fits, but is busy: the job would wait there");
        assertThat(why(fits, 64, 1)).isEqualTo("has 4 CPUs, 64 asked");
        assertThat(why(offer(1, false, 1, 4, 1), 2, 1)).isEqualTo("has 1 CPU, 2 asked");
        assertThat(why(fits, 2, 8)).isEqualTo("has 4096 MB of memory, 8192 asked");
        assertThat(why(with(fits, true, true, Set.of("bash")), 2, 1)).isEqualTo("does not know the language python");
        assertThat(why(with(fits, true, false, Set.of()), 2, 1)).isEqualTo("does not lend");
        assertThat(why(with(fits, false, true, Set.of()), 2, 1)).isEqualTo("has not been heard of lately");
    }

    @Test
    void jobForAnImage_onJudge_fitsOnlyWhoHasIt() {
        ProviderOffer offer = offer(1, false, 4, 4, 4);
        JobSpec there = script(1, 1).in(IMAGE);
        assertThat(judge(Demand.of(there), List.of(offer)).getFirst().opinion()).isEqualTo(new Opinion.Fits(true));
        JobSpec elsewhere = script(1, 1).in(new ImageDigest("sha256:" + "ab".repeat(32)));
        List<Consideration> judged = judge(Demand.of(elsewhere), List.of(offer, offer(2, false, 4, 4, 4)));
        assertThat(judged.getFirst().opinion().why()).isEqualTo("does not have the image abababababab");
        assertThat(NoProvider.explain(elsewhere, judged).message())
                .isEqualTo("no provider can take this job: 2 asked, 2 do not have the image abababababab");
    }

    @Test
    void ofSeveralAlike_theBetterReputationIsFirst_beforeTheOneWithMoreRoom() {
        ProviderOffer freest = offer(1, false, 4, 4, 4);
        ProviderOffer freer = offer(2, false, 4, 4, 3);
        ProviderOffer best = offer(3, false, 4, 4, 2);
        List<Consideration> judged = judge(List.of(freest, freer, best), Map.of(freest.peer(), 40, best.peer(), 62));
        assertThat(judged).extracting(Consideration::offer).containsExactly(best, freer, freest);
        assertThat(judged)
                .extracting(Consideration::remark)
                .containsExactly("before others for its reputation of 62", "", "after others for its reputation of 40");
        assertThat(judged.getFirst().with(new Opinion.TakesIt()).line())
                .isEqualTo(best.name() + ": took the job (before others for its reputation of 62)");
    }

    @Test
    void smallDifferenceOfReputation_saysNothing() {
        ProviderOffer freer = offer(1, false, 4, 4, 4);
        ProviderOffer other = offer(2, false, 4, 4, 2);
        List<Consideration> judged = judge(List.of(other, freer), Map.of(freer.peer(), 46, other.peer(), 54));
        assertThat(judged).extracting(Consideration::offer).containsExactly(freer, other);
        assertThat(judged).extracting(Consideration::remark).containsOnly("");
    }

    @Test
    void poorReputation_isAskedOnlyWhenThereIsNobodyElse() {
        ProviderOffer poor = offer(1, false, 4, 4, 4);
        ProviderOffer poorest = offer(2, false, 4, 4, 0);
        ProviderOffer own = offer(3, true, 4, 4, 0);
        ProviderOffer small = offer(4, false, 1, 4, 1);
        Map<PeerId, Integer> scores = Map.of(poor.peer(), 24, poorest.peer(), 0, own.peer(), 0, small.peer(), 100);
        List<Consideration> judged = judge(List.of(poorest, poor, small, own), scores);
        assertThat(judged).extracting(Consideration::offer).containsExactly(own, poor, poorest, small);
        assertThat(judged.getFirst().line()).isEqualTo("this machine: fits, but is busy: the job would wait there");
        assertThat(judged.get(1).line()).isEqualTo(poor.name() + ": fits (after others for its reputation of 24)");
        assertThat(judged.getLast().remark()).isEmpty();
        List<Consideration> alone = judge(List.of(poor), scores);
        assertThat(alone.getFirst().line()).isEqualTo(poor.name() + ": fits");
        assertThat(judge(List.of(poor, own), Map.of(poor.peer(), 25)))
                .extracting(Consideration::offer)
                .containsExactly(poor, own);
    }

    private static List<Consideration> judge(List<ProviderOffer> offers, Map<PeerId, Integer> scores) {
        return Placement.judge(Demand.of(script(2, 1)), offers, peer -> scores.getOrDefault(peer, Reputation.START));
    }

    @Test
    void line_namesThePeer() {
        Consideration judged = judge(Demand.of(script(64, 1)), List.of(offer(1, false, 4, 4, 4)))
                .getFirst();
        assertThat(judged.line()).isEqualTo(judged.offer().peer().name() + ": has 4 CPUs, 64 asked");
        Consideration own = judge(Demand.of(script(64, 1)), List.of(offer(1, true, 4, 4, 4)))
                .getFirst();
        assertThat(own.line()).isEqualTo("this machine: has 4 CPUs, 64 asked");
    }

    @Test
    void explain_countsTheReasons_andSuggestsWhatThereIs() {
        JobSpec spec = command(64, 1, "./big.sh", "it's", "a b");
        List<Consideration> considered = new ArrayList<>(judge(
                Demand.of(spec),
                List.of(
                        offer(1, false, 4, 4, 4),
                        offer(2, false, 8, 4, 4),
                        offer(3, false, 2, 4, 4),
                        offer(4, true, 2, 4, 4))));
        considered.add(new Consideration(offer(5, false, 64, 4, 64), new Opinion.Refused("rule: nights only")));
        considered.add(new Consideration(offer(6, false, 64, 4, 64), new Opinion.NoAnswer(Duration.ofSeconds(5))));
        NoProvider none = NoProvider.explain(spec, considered.subList(0, 4));
        assertThat(none.message()).isEqualTo("no provider can take this job: 4 asked, 4 have fewer than 64 CPUs");
        assertThat(none.hint()).isEqualTo("omerta run --cpu 8 --memory 1024 -- ./big.sh 'it'\\''s' 'a b'");
        NoProvider all = NoProvider.explain(spec, considered);
        assertThat(all.message())
                .isEqualTo("no provider can take this job: 6 asked, 4 have fewer than 64 CPUs,"
                        + " 1 refused (rule: nights only), 1 did not answer in 5 s");
        assertThat(all.hint()).isEqualTo("omerta peers");
    }

    @Test
    void explain_suggestsMemoryThatGoesWithTheCpus() {
        JobSpec spec = script(4, 64);
        List<ProviderOffer> offers = List.of(offer(1, false, 2, 32, 2), offer(2, false, 4, 8, 4));
        NoProvider none = NoProvider.explain(spec, judge(Demand.of(spec), offers));
        assertThat(none.hint()).isEqualTo("the same with --cpu 4 --memory 8192");
    }

    @Test
    void tooLittleDisk_isSaid_andWhatWouldFitSuggested() {
        JobSpec small = script(1, 1);
        Resources much = new Resources(1, GIBIBYTE, 20 * GIBIBYTE);
        JobSpec spec = new JobSpec(small.program(), much, small.limits(), small.environment(), small.description());
        List<Consideration> judged = judge(Demand.of(spec), List.of(offer(1, false, 4, 4, 4)));
        assertThat(judged.getFirst().opinion().why()).isEqualTo("has 1024 MB of disk, 20480 asked");
        NoProvider none = NoProvider.explain(spec, judged);
        assertThat(none.message()).endsWith(" has 1024 MB of disk, 20480 asked");
        assertThat(none.hint()).isEqualTo("the same with --cpu 1 --memory 1024 --disk 1024");
    }

    @Test
    void explain_ofOnePeer_saysItsReason() {
        JobSpec spec = script(64, 1);
        ProviderOffer offer = offer(1, true, 4, 4, 4);
        assertThat(NoProvider.explain(spec, judge(Demand.of(spec), List.of(offer)))
                        .message())
                .isEqualTo("no provider can take this job: this machine has 4 CPUs, 64 asked");
    }

    @Test
    void explain_whereNobodyLends_saysSo() {
        JobSpec spec = script(1, 1);
        assertThat(NoProvider.explain(spec, List.of()).message())
                .isEqualTo("no provider can take this job: no peer is known in this network, and this machine does not"
                        + " lend");
        ProviderOffer offer = with(offer(1, false, 4, 4, 4), true, false, Set.of());
        assertThat(NoProvider.explain(spec, judge(Demand.of(spec), List.of(offer)))
                        .message())
                .isEqualTo("no provider can take this job: nobody lends in this network (1 known)");
    }

    @Test
    void jobWithGraphicsCard_fitsOnlyWhoLendsOne() {
        JobSpec small = script(1, 1);
        JobSpec spec = new JobSpec(
                small.program(), small.resources().withGpus(1), small.limits(), List.of(), small.description());
        ProviderOffer with = withGpus(offer(1, false, 4, 4, 4), 1, 1);
        ProviderOffer busy = withGpus(offer(2, false, 4, 4, 4), 1, 0);
        ProviderOffer without = offer(3, false, 4, 4, 4);
        List<Consideration> judged = judge(Demand.of(spec), List.of(without, busy, with));
        assertThat(judged).extracting(Consideration::offer).containsExactly(with, busy, without);
        assertThat(judged)
                .extracting(one -> one.opinion().why())
                .containsExactly("fits", "fits, but is busy: the job would wait there", "lends no GPU, 1 asked");

        List<Consideration> others =
                judge(Demand.of(spec), List.of(without, offer(4, true, 4, 4, 4), offer(5, false, 1, 1, 1)));
        NoProvider none = NoProvider.explain(spec, others);
        assertThat(none.message()).isEqualTo("no provider can take this job: 3 asked, 3 lend no GPU");
        assertThat(none.hint()).isEqualTo("omerta peers");
    }

    @Test
    void jobWithGraphicsCard_thatIsTooLarge_isToldWhatTheMachinesWithCardsHave() {
        JobSpec large = command(8, 4, "train");
        JobSpec spec = new JobSpec(
                large.program(), large.resources().withGpus(1), large.limits(), List.of(), large.description());
        List<ProviderOffer> offers = List.of(withGpus(offer(1, false, 2, 4, 2), 1, 1), offer(2, false, 8, 4, 8));
        assertThat(NoProvider.explain(spec, judge(Demand.of(spec), offers)).hint())
                .isEqualTo("omerta run --cpu 2 --memory 4096 --gpus 1 -- train");
    }

    private static ProviderOffer withGpus(ProviderOffer offer, int lent, int free) {
        return new ProviderOffer(
                offer.peer(),
                offer.own(),
                offer.up(),
                offer.lending(),
                offer.capacity().withGpus(lent),
                offer.available().withGpus(free),
                offer.languages(),
                offer.images(),
                offer.queuedJobs(),
                offer.endpoints());
    }

    private static List<Consideration> judge(Demand demand, List<ProviderOffer> offers) {
        return Placement.judge(demand, offers, _ -> Reputation.START);
    }

    private static String why(ProviderOffer offer, int cpus, int gibibytes) {
        return judge(Demand.of(script(cpus, gibibytes)), List.of(offer))
                .getFirst()
                .opinion()
                .why();
    }

    private static ProviderOffer offer(int number, boolean own, int cpus, int gibibytes, int freeCpus) {
        byte[] key = new byte[32];
        key[0] = (byte) number;
        Resources capacity = new Resources(cpus, gibibytes * GIBIBYTE, 1L << 30);
        Resources free = new Resources(freeCpus, gibibytes * GIBIBYTE, 1L << 30);
        return new ProviderOffer(
                PeerId.ofPublicKey(key),
                own,
                true,
                true,
                capacity,
                free,
                Set.of("bash", "python"),
                Set.of(IMAGE),
                0,
                List.of());
    }

    private static ProviderOffer with(ProviderOffer offer, boolean up, boolean lending, Set<String> languages) {
        return new ProviderOffer(
                offer.peer(),
                offer.own(),
                up,
                lending,
                offer.capacity(),
                offer.available(),
                languages,
                offer.images(),
                offer.queuedJobs(),
                offer.endpoints());
    }

    private static JobSpec script(int cpus, int gibibytes) {
        return spec(new Program.Script("python", Blob.ofText("pass")), cpus, gibibytes);
    }

    private static JobSpec command(int cpus, int gibibytes, String... argv) {
        return spec(new Program.CommandLine(List.of(argv), List.of()), cpus, gibibytes);
    }

    private static JobSpec spec(Program program, int cpus, int gibibytes) {
        return new JobSpec(
                program, new Resources(cpus, gibibytes * GIBIBYTE, 1L << 30), Limits.PROVIDERS_OWN, List.of(), "");
    }
}
