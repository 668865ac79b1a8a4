package io.omerta.network.discovery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.omerta.core.network.Endpoint;
import io.omerta.core.network.Network;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class DhtDiscoveryTest {
    private final List<DiscoveryPeer> peers = new ArrayList<>();

    @AfterEach
    void close() {
        peers.reversed().forEach(DiscoveryPeer::close);
    }

    @Test
    void self_alone_isTheOnlyMember() {
        DiscoveryPeer alice = peer();
        Network team = DiscoveryPeer.network("Team");
        alice.join(team);

        assertThat(alice.discovery.members(team.id())).singleElement().satisfies(member -> {
            assertThat(member.self()).isTrue();
            assertThat(member.up()).isTrue();
            assertThat(member.peerId()).isEqualTo(alice.id());
            assertThat(member.endpoints()).containsExactly(alice.endpoint());
            assertThat(member.announcement().offer().languages()).containsExactly("bash", "python");
        });
        assertThat(alice.discovery.members(DiscoveryPeer.network("Other").id())).isEmpty();
    }

    @Test
    void two_whenOneKnowsTheOther_knowEachOther() {
        DiscoveryPeer alice = peer();
        DiscoveryPeer bob = peer();
        Network team = DiscoveryPeer.network("Team");
        alice.join(team);
        bob.join(DiscoveryPeer.withBootstrap(team, alice.endpoint().withPeer(alice.id())));

        soon().untilAsserted(() -> {
            assertThat(alice.upIn(team.id())).containsExactly(bob.id());
            assertThat(bob.upIn(team.id())).containsExactly(alice.id());
        });
        soon().until(() -> bob.discovery.members(team.id()).getLast().latency().isPresent());
        assertThat(bob.discovery
                        .members(team.id())
                        .getLast()
                        .announcement()
                        .offer()
                        .available()
                        .cpus())
                .isEqualTo(4);
    }

    @Test
    void three_throughOneBootstrapPeer_learnOfEachOther() {
        DiscoveryPeer alice = peer();
        DiscoveryPeer bob = peer();
        DiscoveryPeer carol = peer();
        Network team = DiscoveryPeer.network("Team");
        alice.join(team);
        bob.join(DiscoveryPeer.withBootstrap(team, alice.endpoint()));
        carol.join(DiscoveryPeer.withBootstrap(team, alice.endpoint()));

        soon().untilAsserted(() -> {
            assertThat(alice.upIn(team.id())).containsExactlyInAnyOrder(bob.id(), carol.id());
            assertThat(bob.upIn(team.id())).containsExactlyInAnyOrder(alice.id(), carol.id());
            assertThat(carol.upIn(team.id())).containsExactlyInAnyOrder(alice.id(), bob.id());
        });
    }

    @Test
    void networks_twoOnTheSamePeers_areKeptApart() {
        DiscoveryPeer alice = peer();
        DiscoveryPeer bob = peer();
        DiscoveryPeer carol = peer();
        Network team = DiscoveryPeer.network("Team");
        Network club = DiscoveryPeer.network("Club");
        alice.join(team).join(club);
        bob.join(DiscoveryPeer.withBootstrap(team, alice.endpoint()));
        carol.join(DiscoveryPeer.withBootstrap(club, alice.endpoint()));

        soon().untilAsserted(() -> {
            assertThat(alice.upIn(team.id())).containsExactly(bob.id());
            assertThat(alice.upIn(club.id())).containsExactly(carol.id());
            assertThat(bob.knownIn(team.id())).containsExactly(alice.id());
            assertThat(carol.knownIn(club.id())).containsExactly(alice.id());
        });
        assertThat(alice.knownIn(team.id())).containsExactly(bob.id());
        assertThat(bob.knownIn(club.id())).isEmpty();
    }

    @Test
    void stranger_withTheAddressButNotTheKey_learnsNothing() {
        DiscoveryPeer alice = peer();
        DiscoveryPeer stranger = peer();
        DiscoveryPeer bob = peer();
        Network team = DiscoveryPeer.network("Team");
        Network foreign = DiscoveryPeer.network("Foreign", alice.endpoint());
        alice.join(team);
        stranger.join(foreign);
        bob.join(DiscoveryPeer.withBootstrap(team, alice.endpoint()));

        soon().until(() -> alice.upIn(team.id()).contains(bob.id()));
        assertThat(alice.knownIn(team.id())).containsExactly(bob.id());
        assertThat(stranger.knownIn(foreign.id())).isEmpty();
    }

    @Test
    void availability_whenItChanges_isToldAtOnce() {
        DiscoveryPeer alice = peer();
        DiscoveryPeer bob = peer();
        Network team = DiscoveryPeer.network("Team");
        alice.join(team);
        bob.join(DiscoveryPeer.withBootstrap(team, alice.endpoint()));
        soon().until(() -> alice.upIn(team.id()).contains(bob.id()));

        bob.freeCpus.set(1);
        bob.discovery.refresh();

        soon().untilAsserted(() -> assertThat(alice.discovery
                        .members(team.id())
                        .getLast()
                        .announcement()
                        .offer()
                        .available()
                        .cpus())
                .isEqualTo(1));
    }

    @Test
    void peer_whenItLeaves_isGoneAtOnceAndStaysAway() {
        DiscoveryPeer alice = peer();
        DiscoveryPeer bob = peer();
        DiscoveryPeer carol = peer();
        Network team = DiscoveryPeer.network("Team");
        alice.join(team);
        bob.join(DiscoveryPeer.withBootstrap(team, alice.endpoint()));
        carol.join(DiscoveryPeer.withBootstrap(team, alice.endpoint()));
        soon().until(() ->
                alice.upIn(team.id()).size() == 2 && carol.upIn(team.id()).size() == 2);

        bob.leave(team);

        soon().untilAsserted(() -> {
            assertThat(alice.knownIn(team.id())).containsExactly(carol.id());
            assertThat(carol.knownIn(team.id())).containsExactly(alice.id());
        });
        assertThat(bob.discovery.members(team.id())).isEmpty();
        await().during(Duration.ofMillis(600))
                .atMost(Duration.ofSeconds(10))
                .until(() -> !alice.knownIn(team.id()).contains(bob.id()));

        bob.join(DiscoveryPeer.withBootstrap(team, alice.endpoint()));
        soon().until(() -> carol.upIn(team.id()).contains(bob.id()));
    }

    @Test
    void peer_whenItVanishes_isDownButRemembered() {
        DiscoveryPeer alice = peer();
        DiscoveryPeer bob = peer();
        Network team = DiscoveryPeer.network("Team");
        alice.join(team);
        bob.join(DiscoveryPeer.withBootstrap(team, alice.endpoint()));
        soon().until(() -> alice.upIn(team.id()).contains(bob.id()));

        bob.vanish();

        soon().untilAsserted(() -> {
            assertThat(alice.upIn(team.id())).isEmpty();
            assertThat(alice.knownIn(team.id())).containsExactly(bob.id());
        });
        assertThat(alice.discovery.members(team.id()).getLast().silentFor().orElseThrow())
                .isGreaterThan(DiscoveryPeer.FAST.downAfter());
    }

    @Test
    void bootstrap_thatIsThisMachineItself_isNoMember() {
        DiscoveryPeer alice = peer();
        DiscoveryPeer bob = peer();
        Network team = DiscoveryPeer.network("Team");
        alice.join(DiscoveryPeer.withBootstrap(team, alice.endpoint()));
        bob.join(DiscoveryPeer.withBootstrap(team, alice.endpoint(), bob.endpoint()));

        soon().untilAsserted(() -> {
            assertThat(alice.upIn(team.id())).containsExactly(bob.id());
            assertThat(bob.upIn(team.id())).containsExactly(alice.id());
        });
        assertThat(alice.knownIn(team.id())).containsExactly(bob.id());
        assertThat(bob.knownIn(team.id())).containsExactly(alice.id());
    }

    @Test
    void bootstrap_whereAnotherPeerAnswers_isNotBelieved() {
        DiscoveryPeer alice = peer();
        DiscoveryPeer bob = peer();
        DiscoveryPeer impostor = peer();
        Network team = DiscoveryPeer.network("Team");
        impostor.join(team);
        alice.join(team);
        bob.join(DiscoveryPeer.withBootstrap(
                team, impostor.endpoint().withPeer(alice.id()), alice.endpoint().withPeer(alice.id())));

        soon().until(() -> bob.upIn(team.id()).contains(alice.id()));
        assertThat(bob.member(team, alice).endpoints().getFirst()).isEqualTo(alice.endpoint());
    }

    @Test
    void bootstrap_thatIsLate_isFoundLater() {
        DiscoveryPeer alice = peer();
        DiscoveryPeer bob = peer();
        Network team = DiscoveryPeer.network("Team");
        bob.join(DiscoveryPeer.withBootstrap(team, Endpoint.of("127.0.0.1", 1), alice.endpoint()));

        alice.join(team);

        soon().until(() -> bob.upIn(team.id()).contains(alice.id()));
    }

    @Test
    void peer_whoseClockIsHoursOff_staysOutside() {
        DiscoveryPeer alice = peer();
        DiscoveryPeer late = new DiscoveryPeer(Clock.offset(Clock.systemUTC(), Duration.ofHours(-5)));
        peers.add(late);
        DiscoveryPeer minutes = new DiscoveryPeer(Clock.offset(Clock.systemUTC(), Duration.ofMinutes(5)));
        peers.add(minutes);
        Network team = DiscoveryPeer.network("Team");
        alice.join(team);
        late.join(DiscoveryPeer.withBootstrap(team, alice.endpoint()));
        minutes.join(DiscoveryPeer.withBootstrap(team, alice.endpoint()));

        soon().until(() -> alice.upIn(team.id()).contains(minutes.id()));
        assertThat(alice.knownIn(team.id())).containsExactly(minutes.id());
        soon().until(() -> late.discovery.clockProblem(team.id()).isPresent());
        ClockProblem problem = late.discovery.clockProblem(team.id()).orElseThrow();
        assertThat(Duration.between(problem.here(), problem.there()))
                .isBetween(Duration.ofMinutes(299), Duration.ofMinutes(306));
    }

    @Test
    void peersOfEarlierRuns_whenTheBootstrapPeerIsGone_leadBackIn() {
        DiscoveryPeer alice = peer();
        DiscoveryPeer bob = peer();
        DiscoveryPeer carol = peer();
        Network team = DiscoveryPeer.network("Team");
        Network throughAlice =
                DiscoveryPeer.withBootstrap(team, alice.endpoint().withPeer(alice.id()));
        alice.join(team);
        bob.join(throughAlice);
        carol.join(throughAlice);
        soon().until(() -> bob.upIn(team.id()).contains(carol.id()));
        bob.discovery.close();
        alice.vanish();

        DiscoveryPeer again = new DiscoveryPeer(bob);
        peers.add(again);
        again.join(throughAlice);

        soon().until(() -> again.upIn(team.id()).contains(carol.id()));
    }

    @Test
    void offer_whenItChanges_isFoundByOthers() {
        DiscoveryPeer alice = peer();
        DiscoveryPeer bob = peer();
        Network team = DiscoveryPeer.network("Team");
        alice.join(team);
        bob.join(DiscoveryPeer.withBootstrap(team, alice.endpoint()));
        soon().until(() -> alice.upIn(team.id()).contains(bob.id()));

        bob.lending.set(false);
        bob.discovery.refresh();

        soon().until(() -> !alice.member(team, bob).announcement().offer().lending());
    }

    private DiscoveryPeer peer() {
        DiscoveryPeer peer = new DiscoveryPeer();
        peers.add(peer);
        return peer;
    }

    private static ConditionFactory soon() {
        return await().atMost(Duration.ofSeconds(30)).pollInterval(Duration.ofMillis(20));
    }
}
