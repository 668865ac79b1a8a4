package io.omerta.network.path;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** What a hostile provider, and somebody on the way, try at the requester's end. */
final class SoughtPathTest {
    private static final Duration NOW = Duration.ofSeconds(5);

    private final SplittableRandom random = new SplittableRandom(3);
    private final SoughtPath path = new SoughtPath(1, 2, () -> Challenge.fresh(random), NOW);

    private static Proof probeIn(List<PathStep> steps) {
        assertThat(steps).hasSize(1);
        assertThat(steps.getFirst()).isInstanceOf(PathStep.Send.class);
        return ((PathStep.Send) steps.getFirst()).proof();
    }

    private Proof reply(Proof probe, boolean proven) {
        return Proof.reply(probe, proven, Challenge.fresh(random));
    }

    @Test
    void reply_isConfirmed_andThePathUsedOnceTheProviderKnowsTheAddress() {
        Proof first = probeIn(path.tick(NOW));
        assertThat(path.on(NOW, reply(first, false))).singleElement().isInstanceOf(PathStep.Send.class);
        assertThat(path.isProven()).isFalse();
        Proof second = probeIn(path.tick(path.deadline()));
        assertThat(path.on(NOW, reply(second, true))).hasSize(2).last().isInstanceOf(PathStep.Proven.class);
        assertThat(path.isProven()).isTrue();
    }

    @Test
    void reply_toNoProbe_isIgnored() {
        Proof probe = probeIn(path.tick(NOW));
        Proof stranger = Proof.probe(2, 1, 1, new Challenge(probe.challenge().high(), 1));
        assertThat(path.on(NOW, reply(stranger, true))).isEmpty();
        assertThat(path.on(NOW, reply(Proof.probe(2, 1, 1, Challenge.NONE), true)))
                .isEmpty();
        assertThat(path.isProven()).isFalse();
    }

    @Test
    void reply_sentAgain_isIgnored() {
        Proof probe = probeIn(path.tick(NOW));
        Proof reply = reply(probe, true);
        assertThat(path.on(NOW, reply)).isNotEmpty();
        assertThat(path.on(NOW, reply)).isEmpty();
    }

    @Test
    void reply_thatComesTooLate_isIgnored() {
        Proof probe = probeIn(path.tick(NOW));
        assertThat(path.on(NOW.plus(SoughtPath.PATIENCE), reply(probe, true))).isEmpty();
        assertThat(path.isProven()).isFalse();
    }

    @Test
    void probe_ofOurOwnSentBack_isIgnored() {
        Proof probe = probeIn(path.tick(NOW));
        assertThat(path.on(NOW, probe)).isEmpty();
    }

    @Test
    void providerNeverKnowsTheAddress_isAskedTenTimesInFifteenSecondsAtMost() {
        int sent = 0;
        Duration end = NOW.plusSeconds(600);
        for (Duration now = NOW; now.compareTo(end) < 0; now = path.deadline()) {
            List<PathStep> steps = path.tick(now);
            sent += steps.size() + path.on(now, reply(probeIn(steps), false)).size();
        }
        assertThat(sent).isLessThan(450);
        assertThat(path.isProven()).isFalse();
    }
}
