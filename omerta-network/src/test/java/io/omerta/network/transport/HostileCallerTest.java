package io.omerta.network.transport;

import static org.assertj.core.api.Assertions.assertThat;

import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.Status;
import io.grpc.netty.GrpcSslContexts;
import io.grpc.netty.NettyChannelBuilder;
import io.grpc.stub.MetadataUtils;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslProvider;
import io.omerta.core.identity.PeerId;
import io.omerta.core.network.MembershipProofs;
import io.omerta.core.network.Network;
import io.omerta.proto.peer.LendingGrpc;
import io.omerta.proto.peer.RenewRequest;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Calls by clients that are not ours and do not keep to the rules. */
final class HostileCallerTest {
    private static final String RENEW = "omerta.v1.Lending/Renew";

    private final Network team = TestPeer.network("Team");
    private final TestPeer alice = new TestPeer(team);
    private final TestPeer bob = new TestPeer(new Witness(), team);

    @AfterEach
    void close() {
        alice.close();
        bob.close();
    }

    @Test
    void tls12_whenOffered_isRefused() throws Exception {
        SslContext old = GrpcSslContexts.configure(SslContextBuilder.forClient(), SslProvider.JDK)
                .keyManager(certificate().privateKey(), certificate().certificate())
                .trustManager(PeerTrust.ofAnyone(InstantSource.system()))
                .protocols("TLSv1.2")
                .build();

        assertThat(call(old, new Metadata()).getCode()).isEqualTo(Status.Code.UNAVAILABLE);
    }

    @Test
    void caller_withoutACertificate_isRefused() throws Exception {
        SslContext anonymous = GrpcSslContexts.configure(SslContextBuilder.forClient(), SslProvider.JDK)
                .trustManager(PeerTrust.ofAnyone(InstantSource.system()))
                .protocols("TLSv1.3")
                .build();

        assertThat(call(anonymous, new Metadata()).getCode()).isEqualTo(Status.Code.UNAVAILABLE);
    }

    @Test
    void proof_usedTwice_isRefusedWithoutAWord() {
        Metadata headers = headers(bob.id(), RENEW, Instant.now(), 1);

        assertThat(call(alicesTls(), headers).getCode()).isEqualTo(Status.Code.OK);
        assertSilence(call(alicesTls(), headers));
    }

    @Test
    void proof_forAnotherMethod_isRefusedWithoutAWord() {
        assertSilence(call(alicesTls(), headers(bob.id(), "omerta.v1.Lending/Cancel", Instant.now(), 1)));
    }

    @Test
    void proof_forAnotherPeer_isRefusedWithoutAWord() {
        assertSilence(call(alicesTls(), headers(alice.id(), RENEW, Instant.now(), 1)));
    }

    @Test
    void proof_missingOrMalformed_isRefusedWithoutAWord() {
        Metadata garbage = new Metadata();
        garbage.put(MembershipClaim.HEADER, new byte[] {1, 2, 3});
        Metadata huge = new Metadata();
        huge.put(MembershipClaim.HEADER, new byte[4_000]);

        assertSilence(call(alicesTls(), new Metadata()));
        assertSilence(call(alicesTls(), garbage));
        assertSilence(call(alicesTls(), huge));
    }

    @Test
    void member_whoseClockIsOff_isToldBothTimes() {
        Status refused = call(alicesTls(), headers(bob.id(), RENEW, Instant.parse("2020-01-01T00:00:00Z"), 1));

        assertThat(refused.getCode()).isEqualTo(Status.Code.FAILED_PRECONDITION);
        assertThat(refused.getDescription()).contains("2020-01-01T00:00:00Z", "the receiver's 20");
    }

    @Test
    void stranger_whoseClockIsOff_isToldNothing() {
        Metadata headers = headers(TestPeer.network("Foreign"), bob.id(), RENEW, Instant.EPOCH, 1);

        assertSilence(call(alicesTls(), headers));
    }

    @Test
    void connections_tooManyOfOnePeer_areRefused() {
        List<ManagedChannel> channels = new ArrayList<>();
        try {
            for (int i = 0; i < TransportLimits.MAX_CONNECTIONS_FOR_EACH_PEER; i++) {
                channels.add(channel(alicesTls()));
                assertThat(renew(channels.getLast(), headers(bob.id(), RENEW, Instant.now(), i))
                                .isOk())
                        .isTrue();
            }
            channels.add(channel(alicesTls()));
            Status refused = renew(channels.getLast(), headers(bob.id(), RENEW, Instant.now(), 99));

            assertThat(refused.isOk()).isFalse();
            assertThat(Calls.status(() -> bob.lending(bob, team).renew(RenewRequest.getDefaultInstance()))
                            .isOk())
                    .isTrue();
        } finally {
            channels.forEach(ManagedChannel::shutdownNow);
        }
    }

    private PeerCertificate certificate() {
        return PeerCertificate.of(alice.identity);
    }

    private SslContext alicesTls() {
        return PeerTls.client(certificate(), PeerTrust.ofAnyone(InstantSource.system()));
    }

    private Metadata headers(PeerId receiver, String method, Instant time, int request) {
        return headers(team, receiver, method, time, request);
    }

    private Metadata headers(Network network, PeerId receiver, String method, Instant time, int request) {
        byte[] id = ByteBuffer.allocate(MembershipProofs.REQUEST_ID_BYTES)
                .putInt(request)
                .array();
        byte[] proof = MembershipClaim.prove(
                MembershipProofs.of(network.key()), alice.id(), receiver, method, id, time.toEpochMilli());
        Metadata headers = new Metadata();
        headers.put(MembershipClaim.HEADER, proof);
        return headers;
    }

    private ManagedChannel channel(SslContext tls) {
        return NettyChannelBuilder.forAddress("127.0.0.1", bob.server.port())
                .sslContext(tls)
                .overrideAuthority(PeerConnections.AUTHORITY)
                .build();
    }

    private Status call(SslContext tls, Metadata headers) {
        ManagedChannel channel = channel(tls);
        try {
            return renew(channel, headers);
        } finally {
            channel.shutdownNow();
        }
    }

    private static Status renew(ManagedChannel channel, Metadata headers) {
        return Calls.status(() -> LendingGrpc.newBlockingV2Stub(channel)
                .withInterceptors(MetadataUtils.newAttachHeadersInterceptor(headers))
                .withDeadlineAfter(Duration.ofSeconds(20))
                .renew(RenewRequest.getDefaultInstance()));
    }

    private static void assertSilence(Status status) {
        assertThat(status.getCode()).isEqualTo(Status.Code.UNAUTHENTICATED);
        assertThat(status.getDescription()).isNull();
    }
}
