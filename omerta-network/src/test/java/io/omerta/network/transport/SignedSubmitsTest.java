package io.omerta.network.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import io.omerta.core.identity.Identity;
import io.omerta.core.network.Network;
import io.omerta.network.message.InvalidMessageException;
import io.omerta.proto.peer.Signed;
import io.omerta.proto.peer.SubmitRequest;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

final class SignedSubmitsTest {
    private static final Instant START = Instant.parse("2026-11-22T08:00:00Z");
    private static final SecureRandom RANDOM = new SecureRandom();

    private final AtomicReference<Instant> now = new AtomicReference<>(START);
    private final Network team = TestPeer.network("Team");
    private final Identity requester = Identity.generate(RANDOM);
    private final Identity provider = Identity.generate(RANDOM);
    private final SignedSubmits submits = new SignedSubmits(provider.peerId(), now::get);
    private final Caller caller = new Caller(requester.peerId(), team.id(), "127.0.0.1");
    private final SubmitRequest request = SubmitRequest.newBuilder()
            .setProviderPeerId(provider.peerId().text())
            .setNetworkId(ByteString.copyFrom(team.id().toBytes()))
            .setAttempt(1)
            .build();

    @Test
    void request_asSigned_isRead() throws Exception {
        SubmitRequest read = submits.verify(SignedSubmits.sign(requester, request, START), caller);

        assertThat(read.getAttempt()).isEqualTo(1);
        assertThat(read.getUnixTimeMs()).isEqualTo(START.toEpochMilli());
    }

    @Test
    void request_sentAgain_isRefused_signedAgain_isRead() throws Exception {
        Signed signed = SignedSubmits.sign(requester, request, START);
        submits.verify(signed, caller);

        assertRefused("signature", signed, caller);
        submits.verify(SignedSubmits.sign(requester, request, START.plusMillis(1)), caller);
    }

    @Test
    void request_old_isRefused() {
        Signed signed = SignedSubmits.sign(requester, request, START);
        now.set(START.plus(ReplayGuard.WINDOW).plus(Duration.ofSeconds(1)));

        assertRefused("unix_time_ms", signed, caller);
    }

    @Test
    void request_passedOnByAnotherPeer_isRefused() {
        Caller other = new Caller(Identity.generate(RANDOM).peerId(), team.id(), "");

        assertRefused("requester_public_key", SignedSubmits.sign(requester, request, START), other);
    }

    @Test
    void request_forAnotherProviderOrNetwork_isRefused() {
        SubmitRequest elsewhere =
                request.toBuilder().setProviderPeerId(requester.peerId().text()).build();
        SubmitRequest foreign = request.toBuilder()
                .setNetworkId(
                        ByteString.copyFrom(TestPeer.network("Foreign").id().toBytes()))
                .build();

        assertRefused("provider_peer_id", SignedSubmits.sign(requester, elsewhere, START), caller);
        assertRefused("network_id", SignedSubmits.sign(requester, foreign, START), caller);
    }

    @Test
    void request_changed_isRefused() {
        Signed signed = SignedSubmits.sign(requester, request, START);
        byte[] content = signed.getContent().toByteArray();
        Signed other =
                SignedSubmits.sign(requester, request.toBuilder().setAttempt(2).build(), START);

        assertRefused(
                "signature",
                signed.toBuilder().setSignature(other.getSignature()).build(),
                caller);
        assertRefused(
                "signature", signed.toBuilder().setSignature(ByteString.EMPTY).build(), caller);
        assertRefused(
                "content",
                signed.toBuilder()
                        .setContent(ByteString.copyFrom(content, 0, content.length - 1))
                        .build(),
                caller);
    }

    @Test
    void signature_ofAnotherKind_isRefused() {
        SubmitRequest complete = request.toBuilder()
                .setRequesterPublicKey(ByteString.copyFrom(requester.publicKey()))
                .setUnixTimeMs(START.toEpochMilli())
                .build();

        assertRefused("signature", SignedContent.sign(requester, SignatureLabel.ANNOUNCEMENT, complete), caller);
    }

    private void assertRefused(String field, Signed signed, Caller by) {
        assertThatThrownBy(() -> submits.verify(signed, by))
                .isInstanceOfSatisfying(
                        InvalidMessageException.class,
                        refused -> assertThat(refused.field()).isEqualTo(field));
    }
}
