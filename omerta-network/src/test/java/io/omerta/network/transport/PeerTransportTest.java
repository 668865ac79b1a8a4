package io.omerta.network.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import io.grpc.Status;
import io.omerta.core.error.ErrorCode;
import io.omerta.core.error.OmertaException;
import io.omerta.core.identity.PeerId;
import io.omerta.core.network.Endpoint;
import io.omerta.core.network.Network;
import io.omerta.proto.peer.CancelRequest;
import io.omerta.proto.peer.LendingGrpc;
import io.omerta.proto.peer.RenewRequest;
import io.omerta.testkit.FreePorts;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class PeerTransportTest {
    private final Network team = TestPeer.network("Team");
    private final Witness witness = new Witness();
    private final TestPeer alice = new TestPeer(team);
    private final TestPeer bob = new TestPeer(witness, team);

    @AfterEach
    void close() {
        alice.close();
        bob.close();
    }

    @Test
    void member_whenCalling_isServedAndKnown() throws Exception {
        var response = alice.lending(bob, team).renew(RenewRequest.getDefaultInstance());

        assertThat(response.getKnown()).isTrue();
        assertThat(witness.callers).containsExactly(new Caller(alice.id(), team.id(), "127.0.0.1"));
    }

    @Test
    void own_whenCalled_isServedAsAnyOther() throws Exception {
        bob.lending(bob, team).renew(RenewRequest.getDefaultInstance());

        assertThat(witness.callers).extracting(Caller::peerId).containsExactly(bob.id());
    }

    @Test
    void networks_severalOnBothSides_areTold() throws Exception {
        Network other = TestPeer.network("Other");
        alice.networks.add(other);
        bob.networks.add(other);

        alice.lending(bob, other).renew(RenewRequest.getDefaultInstance());
        alice.lending(bob, team).renew(RenewRequest.getDefaultInstance());

        assertThat(witness.callers).extracting(Caller::network).containsExactly(other.id(), team.id());
    }

    @Test
    void stranger_withAnotherKey_getsTheSameSilenceAsWhereNoNetworkIs() throws Exception {
        Network foreign = TestPeer.network("Foreign");
        try (TestPeer stranger = new TestPeer(foreign);
                TestPeer empty = new TestPeer(new Witness())) {
            Status where = refusal(stranger, bob, foreign);
            Status nowhere = refusal(stranger, empty, foreign);

            assertThat(where.getCode()).isEqualTo(Status.Code.UNAUTHENTICATED);
            assertThat(where.getDescription()).isNull();
            assertThat(nowhere.getCode()).isEqualTo(where.getCode());
            assertThat(nowhere.getDescription()).isNull();
        }
        assertThat(witness.callers).isEmpty();
    }

    @Test
    void stranger_callingWhatIsNotThere_getsTheSameSilence() {
        Network foreign = TestPeer.network("Foreign");
        try (TestPeer stranger = new TestPeer(foreign)) {
            Status silence =
                    Calls.status(() -> stranger.lending(alice, foreign).renew(RenewRequest.getDefaultInstance()));

            assertThat(silence.getCode()).isEqualTo(Status.Code.UNAUTHENTICATED);
            assertThat(silence.getDescription()).isNull();
        }
    }

    @Test
    void member_callingWhatIsNotThere_learnsIt() {
        assertThat(Calls.status(() -> bob.lending(alice, team).renew(RenewRequest.getDefaultInstance()))
                        .getCode())
                .isEqualTo(Status.Code.UNIMPLEMENTED);
    }

    @Test
    void network_whenLeft_isForgottenAtOnce() throws Exception {
        alice.lending(bob, team).renew(RenewRequest.getDefaultInstance());
        bob.networks.clear();

        assertThat(refusal(alice, bob, team).getCode()).isEqualTo(Status.Code.UNAUTHENTICATED);
    }

    @Test
    void pin_whenAnotherPeerAnswers_isRefusedAndSaysWho() {
        try (TestPeer carol = new TestPeer(team)) {
            var stub =
                    LendingGrpc.newBlockingV2Stub(alice.connections.to(carol.id(), List.of(bob.endpoint()), team.id()));

            var failure = catchThrowable(() -> stub.renew(RenewRequest.getDefaultInstance()));

            var wrong = PeerFailure.wrongPeer(failure).orElseThrow();
            assertThat(wrong.expected()).isEqualTo(carol.id());
            assertThat(wrong.actual()).isEqualTo(bob.id());
            assertThat(PeerFailure.explain("ask moss-otter", failure))
                    .hasMessage("could not ask moss-otter: peer " + bob.id() + " answered instead of " + carol.id());
        }
        assertThat(witness.callers).isEmpty();
    }

    @Test
    void bootstrap_withoutAnId_learnsWhoAnswers() throws Exception {
        PeerChannel channel = alice.connections.toBootstrap(bob.endpoint(), team.id());
        Optional<PeerId> before = channel.peerId();

        LendingGrpc.newBlockingV2Stub(channel).renew(RenewRequest.getDefaultInstance());

        assertThat(before).isEmpty();
        assertThat(channel.peerId()).contains(bob.id());
        assertThat(channel.isConnected()).isTrue();
    }

    @Test
    void endpoints_whenTheFirstIsDead_areTriedInOrder() throws Exception {
        var endpoints = List.of(Endpoint.of("127.0.0.1", FreePorts.any()), Endpoint.of("localhost", bob.server.port()));

        LendingGrpc.newBlockingV2Stub(alice.connections.to(bob.id(), endpoints, team.id()))
                .renew(RenewRequest.getDefaultInstance());

        assertThat(witness.callers).hasSize(1);
    }

    @Test
    void call_afterAFailure_connectsAgainAtOnce() throws Exception {
        int port = FreePorts.any();
        PeerChannel channel = alice.connections.to(bob.id(), List.of(Endpoint.of("127.0.0.1", port)), team.id());
        var stub = LendingGrpc.newBlockingV2Stub(channel).withDeadlineAfter(Duration.ofSeconds(20));
        Status before = Calls.status(() -> stub.renew(RenewRequest.getDefaultInstance()));
        try (PeerServer later = PeerServer.start(
                bob.identity,
                bob.memberships,
                List.of(TestPeer.loopback(port)),
                List.of(witness),
                InstantSource.system())) {
            stub.renew(RenewRequest.getDefaultInstance());
            assertThat(later.port()).isEqualTo(port);
        }

        assertThat(before.getCode()).isEqualTo(Status.Code.UNAVAILABLE);
        assertThat(witness.callers).hasSize(1);
    }

    @Test
    void connection_madeAgain_isOfTheSamePeer() throws Exception {
        var route = new PeerRoute(Optional.of(bob.id()), List.of(bob.endpoint()));
        for (int i = 0; i < 3; i++) {
            alice.lending(bob, team).renew(RenewRequest.getDefaultInstance());
            alice.connections.open(route).enterIdle();
        }

        assertThat(witness.callers)
                .extracting(Caller::peerId)
                .containsOnly(alice.id())
                .hasSize(3);
    }

    @Test
    void message_tooLarge_isRefused() {
        var request = CancelRequest.newBuilder()
                .setJobId(com.google.protobuf.ByteString.copyFrom(new byte[25 << 20]))
                .build();

        assertThat(Calls.status(() -> alice.lending(bob, team).cancel(request)).getCode())
                .isEqualTo(Status.Code.RESOURCE_EXHAUSTED);
    }

    @Test
    void port_inUse_saysSoAndWhatToDo() {
        var addresses = List.of(TestPeer.loopback(bob.server.port()));

        var failure = catchThrowableOfType(
                OmertaException.class,
                () -> PeerServer.start(alice.identity, alice.memberships, addresses, List.of(), InstantSource.system())
                        .close());

        assertThat(failure.code()).isEqualTo(ErrorCode.IN_USE);
        assertThat(failure).hasMessage("could not listen on port " + bob.server.port() + ": another program uses it");
        assertThat(failure.hint()).isEqualTo("omertad start --port " + (bob.server.port() + 1));
    }

    @Test
    void close_afterCalls_leavesNoThread() throws Exception {
        try (TestPeer carol = new TestPeer(team)) {
            carol.lending(bob, team).renew(RenewRequest.getDefaultInstance());
        }
        alice.close();
        bob.close();

        await().atMost(Duration.ofSeconds(10))
                .untilAsserted(() -> assertThat(Thread.getAllStackTraces().keySet())
                        .extracting(Thread::getName)
                        .noneMatch(name -> name.startsWith("peer-")));
    }

    @Test
    void address_notOfThisMachine_saysSo() {
        var addresses = List.of(new InetSocketAddress(InetAddress.ofLiteral("203.0.113.7"), 0));

        var failure = catchThrowableOfType(
                OmertaException.class,
                () -> PeerServer.start(alice.identity, alice.memberships, addresses, List.of(), InstantSource.system())
                        .close());

        assertThat(failure.code()).isEqualTo(ErrorCode.INVALID_INPUT);
        assertThat(failure).hasMessageStartingWith("could not listen on 203.0.113.7:0: ");
    }

    private static Status refusal(TestPeer caller, TestPeer receiver, Network network) {
        return Calls.status(() -> caller.lending(receiver, network).renew(RenewRequest.getDefaultInstance()));
    }
}
