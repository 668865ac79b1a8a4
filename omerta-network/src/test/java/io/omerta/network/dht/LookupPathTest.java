package io.omerta.network.dht;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class LookupPathTest {
    private final Random random = new Random(1);
    private final NodeId target = NodeId.random(random);
    private final LookupPath path = new LookupPath(new Wanted(target, 2, 3, 0));
    private int hosts;

    /** The farther away, the fewer bits it shares. */
    private Candidate candidate(int prefix, Candidate.Teller teller) {
        return new Candidate(new Contact(target.randomAt(prefix, random), address()), teller, 1);
    }

    private Candidate candidate(int prefix) {
        return candidate(prefix, new Candidate.Teller());
    }

    private NodeAddress address() {
        return NodeAddress.ofIpv4((20 << 24) + (hosts++ << 8), 4_001);
    }

    private void add(Candidate... candidates) {
        for (Candidate candidate : candidates) {
            path.add(candidate);
        }
    }

    private void settle(Candidate candidate, Candidate.State state) {
        path.asked(candidate);
        path.settled(candidate, state);
    }

    @Test
    void nearest_isAskedFirst_andNobodyBeyondAsManyAsAreWanted() {
        Candidate far = candidate(1);
        Candidate near = candidate(9);
        Candidate middle = candidate(5);
        add(far, near, middle);

        assertThat(path.next()).isSameAs(near);
        settle(near, Candidate.State.ANSWERED);
        assertThat(path.next()).isSameAs(middle);
        path.asked(middle);
        assertThat(path.next()).isNull();
        assertThat(path.isEnded(true)).isFalse();
        path.settled(middle, Candidate.State.ANSWERED);
        assertThat(path.isEnded(true)).isTrue();
    }

    @Test
    void whoIsWithinTheRegion_isAskedTooWhenAsManyAsAreWantedHaveAnswered() {
        LookupPath region = new LookupPath(new Wanted(target, 2, 3, 0x1p-4));
        List<Candidate> within = List.of(candidate(9), candidate(8), candidate(7), candidate(4));
        within.forEach(region::add);
        region.add(candidate(3));
        for (Candidate each : within) {
            assertThat(region.isEnded(true)).isFalse();
            assertThat(region.next()).isSameAs(each);
            region.asked(each);
            region.settled(each, Candidate.State.ANSWERED);
        }

        assertThat(region.next()).isNull();
        assertThat(region.isEnded(true)).isTrue();
    }

    @Test
    void whoFails_isReplacedByTheNextOne() {
        Candidate near = candidate(9);
        Candidate far = candidate(1);
        add(near, far);
        settle(near, Candidate.State.FAILED);

        assertThat(path.next()).isSameAs(far);
    }

    @Test
    void whoTakesLong_isNotWaitedFor_untilTheEnd() {
        Candidate near = candidate(9);
        Candidate far = candidate(1);
        add(near, far);
        settle(near, Candidate.State.STALLED);
        assertThat(path.waiting()).isZero();
        settle(far, Candidate.State.ANSWERED);

        assertThat(path.isEnded(false)).isTrue();
        assertThat(path.isEnded(true)).isFalse();
        path.settled(near, Candidate.State.ANSWERED);
        assertThat(path.isEnded(true)).isTrue();
        assertThat(path.waiting()).isZero();
    }

    @Test
    void whoIsToBeExplored_isAskedHoweverFarAway() {
        Candidate explored = candidate(0);
        explored.isExplored = true;
        Candidate one = candidate(9);
        Candidate other = candidate(8);
        add(explored, one, other, candidate(3));
        settle(one, Candidate.State.ANSWERED);
        settle(other, Candidate.State.ANSWERED);

        assertThat(path.next()).isSameAs(explored);
        assertThat(path.isEnded(false)).isFalse();
        settle(explored, Candidate.State.ANSWERED);
        assertThat(path.isEnded(true)).isTrue();
    }

    @Test
    void tellerOfFourThatAreNotThere_isNotFollowed_unlessAnotherNamesThemToo() {
        Candidate.Teller liar = new Candidate.Teller();
        Candidate named = candidate(9, liar);
        add(named);
        for (int i = 0; i < 4; i++) {
            liar.wasWrong();
        }
        assertThat(path.next()).isNull();
        assertThat(path.isEnded(true)).isTrue();

        Candidate again = new Candidate(named.contact, new Candidate.Teller(), 2);
        add(again);
        assertThat(path.next()).isSameAs(again);
        liar.wasRight();
        assertThat(liar.isBelieved()).isTrue();
    }

    @Test
    void nodeAtTwoAddresses_isAskedAtBoth_untilItHasAnsweredAtOne() {
        Candidate here = candidate(9);
        Candidate there = new Candidate(new Contact(here.contact.id(), address()), new Candidate.Teller(), 1);
        add(there, here);
        Candidate first = path.next();
        assertThat(first).isSameAs(here);
        settle(here, Candidate.State.FAILED);
        assertThat(path.next()).isSameAs(there);

        here.state = Candidate.State.ANSWERED;
        assertThat(path.next()).isNull();
        assertThat(path.isEnded(true)).isTrue();
    }
}
