package io.omerta.network.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.Status;
import io.grpc.StatusException;
import io.grpc.netty.GrpcSslContexts;
import io.grpc.netty.NettyChannelBuilder;
import io.grpc.stub.MetadataUtils;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslProvider;
import io.omerta.core.error.ErrorCode;
import io.omerta.core.error.OmertaException;
import io.omerta.core.identity.PeerId;
import io.omerta.core.network.Endpoint;
import io.omerta.core.network.MembershipProofs;
import io.omerta.core.network.Network;
import io.omerta.proto.peer.CancelRequest;
import io.omerta.proto.peer.DiscoveryGrpc;
import io.omerta.proto.peer.ExchangeRequest;
import io.omerta.proto.peer.LendingGrpc;
import io.omerta.proto.peer.RenewRequest;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class PeerTransportTest {
    private static final String RENEW = "omerta.v1.Lending/Renew";

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
            var stub = DiscoveryGrpc.newBlockingV2Stub(
                    stranger.connections.to(bob.id(), List.of(bob.endpoint()), foreign.id()));

            Status silence = status(() -> stub.exchange(ExchangeRequest.getDefaultInstance()));

            assertThat(silence.getCode()).isEqualTo(Status.Code.UNAUTHENTICATED);
            assertThat(silence.getDescription()).isNull();
        }
    }

    @Test
    void member_callingWhatIsNotThere_learnsIt() {
        var stub = DiscoveryGrpc.newBlockingV2Stub(alice.connections.to(bob.id(), List.of(bob.endpoint()), team.id()));

        assertThat(status(() -> stub.exchange(ExchangeRequest.getDefaultInstance()))
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
        var endpoints = List.of(Endpoint.of("127.0.0.1", freePort()), Endpoint.of("localhost", bob.server.port()));

        LendingGrpc.newBlockingV2Stub(alice.connections.to(bob.id(), endpoints, team.id()))
                .renew(RenewRequest.getDefaultInstance());

        assertThat(witness.callers).hasSize(1);
    }

    @Test
    void call_afterAFailure_connectsAgainAtOnce() throws Exception {
        int port = freePort();
        PeerChannel channel = alice.connections.to(bob.id(), List.of(Endpoint.of("127.0.0.1", port)), team.id());
        var stub = LendingGrpc.newBlockingV2Stub(channel).withDeadlineAfter(Duration.ofSeconds(20));
        Status before = status(() -> stub.renew(RenewRequest.getDefaultInstance()));
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
    void tls12_whenOffered_isRefused() throws Exception {
        SslContext old = GrpcSslContexts.configure(SslContextBuilder.forClient(), SslProvider.JDK)
                .keyManager(certificate().privateKey(), certificate().certificate())
                .trustManager(PeerTrust.ofAnyone(InstantSource.system()))
                .protocols("TLSv1.2")
                .build();

        assertThat(rawCall(old, new Metadata()).getCode()).isEqualTo(Status.Code.UNAVAILABLE);
    }

    @Test
    void caller_withoutACertificate_isRefused() throws Exception {
        SslContext anonymous = GrpcSslContexts.configure(SslContextBuilder.forClient(), SslProvider.JDK)
                .trustManager(PeerTrust.ofAnyone(InstantSource.system()))
                .protocols("TLSv1.3")
                .build();

        assertThat(rawCall(anonymous, new Metadata()).getCode()).isEqualTo(Status.Code.UNAVAILABLE);
    }

    @Test
    void proof_usedTwice_isRefusedWithoutAWord() {
        Metadata headers = headers(bob.id(), RENEW, Instant.now());

        assertThat(rawCall(alicesTls(), headers).getCode()).isEqualTo(Status.Code.OK);
        assertSilence(rawCall(alicesTls(), headers));
    }

    @Test
    void proof_forAnotherMethod_isRefusedWithoutAWord() {
        assertSilence(rawCall(alicesTls(), headers(bob.id(), "omerta.v1.Lending/Cancel", Instant.now())));
    }

    @Test
    void proof_forAnotherPeer_isRefusedWithoutAWord() {
        assertSilence(rawCall(alicesTls(), headers(alice.id(), RENEW, Instant.now())));
    }

    @Test
    void proof_missingOrMalformed_isRefusedWithoutAWord() {
        Metadata garbage = new Metadata();
        garbage.put(MembershipClaim.HEADER, new byte[] {1, 2, 3});
        Metadata huge = new Metadata();
        huge.put(MembershipClaim.HEADER, new byte[4_000]);

        assertSilence(rawCall(alicesTls(), new Metadata()));
        assertSilence(rawCall(alicesTls(), garbage));
        assertSilence(rawCall(alicesTls(), huge));
    }

    @Test
    void member_whoseClockIsOff_isToldBothTimes() {
        Status refused = rawCall(alicesTls(), headers(bob.id(), RENEW, Instant.parse("2020-01-01T00:00:00Z")));

        assertThat(refused.getCode()).isEqualTo(Status.Code.FAILED_PRECONDITION);
        assertThat(refused.getDescription()).contains("2020-01-01T00:00:00Z", "the receiver's 20");
    }

    @Test
    void stranger_whoseClockIsOff_isToldNothing() {
        Metadata headers = headers(TestPeer.network("Foreign"), bob.id(), RENEW, Instant.EPOCH);

        assertSilence(rawCall(alicesTls(), headers));
    }

    @Test
    void message_tooLarge_isRefused() {
        var request = CancelRequest.newBuilder()
                .setJobId(com.google.protobuf.ByteString.copyFrom(new byte[25 << 20]))
                .build();

        assertThat(status(() -> alice.lending(bob, team).cancel(request)).getCode())
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
    void address_notOfThisMachine_saysSo() {
        var addresses = List.of(new InetSocketAddress(InetAddress.ofLiteral("203.0.113.7"), 0));

        var failure = catchThrowableOfType(
                OmertaException.class,
                () -> PeerServer.start(alice.identity, alice.memberships, addresses, List.of(), InstantSource.system())
                        .close());

        assertThat(failure.code()).isEqualTo(ErrorCode.INVALID_INPUT);
        assertThat(failure).hasMessageStartingWith("could not listen on 203.0.113.7:0: ");
    }

    private PeerCertificate certificate() {
        return PeerCertificate.of(alice.identity);
    }

    private SslContext alicesTls() {
        return PeerTls.client(certificate(), PeerTrust.ofAnyone(InstantSource.system()));
    }

    private Metadata headers(PeerId receiver, String method, Instant time) {
        return headers(team, receiver, method, time);
    }

    private Metadata headers(Network network, PeerId receiver, String method, Instant time) {
        byte[] proof = MembershipClaim.prove(
                MembershipProofs.of(network.key()), alice.id(), receiver, method, new byte[16], time.toEpochMilli());
        Metadata headers = new Metadata();
        headers.put(MembershipClaim.HEADER, proof);
        return headers;
    }

    /** Renew at Bob's, by a client that is not ours. */
    private Status rawCall(SslContext tls, Metadata headers) {
        ManagedChannel channel = NettyChannelBuilder.forAddress("127.0.0.1", bob.server.port())
                .sslContext(tls)
                .overrideAuthority(PeerConnections.AUTHORITY)
                .build();
        try {
            return status(() -> LendingGrpc.newBlockingV2Stub(channel)
                    .withInterceptors(MetadataUtils.newAttachHeadersInterceptor(headers))
                    .withDeadlineAfter(Duration.ofSeconds(20))
                    .renew(RenewRequest.getDefaultInstance()));
        } finally {
            channel.shutdownNow();
        }
    }

    private static Status refusal(TestPeer caller, TestPeer receiver, Network network) {
        return status(() -> caller.lending(receiver, network).renew(RenewRequest.getDefaultInstance()));
    }

    private static void assertSilence(Status status) {
        assertThat(status.getCode()).isEqualTo(Status.Code.UNAUTHENTICATED);
        assertThat(status.getDescription()).isNull();
    }

    private interface Call {
        void make() throws StatusException;
    }

    private static Status status(Call call) {
        try {
            call.make();
            return Status.OK;
        } catch (StatusException e) {
            return e.getStatus();
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }
}
