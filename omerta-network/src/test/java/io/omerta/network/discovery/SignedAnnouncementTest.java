package io.omerta.network.discovery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import io.omerta.core.identity.Identity;
import io.omerta.core.network.NetworkId;
import io.omerta.network.message.InvalidMessageException;
import io.omerta.network.transport.SignatureLabel;
import io.omerta.network.transport.SignedContent;
import io.omerta.proto.peer.Announcement;
import io.omerta.proto.peer.Signed;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.Collections;
import java.util.Random;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

final class SignedAnnouncementTest {
    private static final Instant NOW = Announcements.NOW;
    private static final NetworkId TEAM = Announcements.TEAM;

    private final Identity alice = Identity.generate(new SecureRandom());

    @Test
    void announcement_thereAndBack_isTheSame() throws Exception {
        var announcement = Announcements.of(alice, NOW);
        Signed signed = SignedAnnouncement.sign(alice, announcement).signed();

        assertThat(SignedAnnouncement.read(signed, TEAM).announcement()).isEqualTo(announcement);
    }

    @Test
    void announcement_forged_isRefused() {
        Identity mallory = Identity.generate(new SecureRandom());
        Signed signed =
                SignedAnnouncement.sign(alice, Announcements.of(alice, NOW)).signed();

        assertRefused("signature", changed(signed, message -> message.setLending(false)));
        assertRefused(
                "signature",
                changed(signed, message -> message.setPublicKey(ByteString.copyFrom(mallory.publicKey()))));
        assertRefused("signature", signed.toBuilder().clearSignature().build());
        assertRefused(
                "signature",
                signed.toBuilder()
                        .setSignature(ByteString.copyFrom(new byte[64]))
                        .build());
        assertRefused("signature", resigned(signed, message -> message.setPublicKey(ByteString.EMPTY)));
    }

    @Test
    void announcement_ofAnotherNetwork_isRefused() {
        Signed signed =
                SignedAnnouncement.sign(alice, Announcements.of(alice, NOW)).signed();
        NetworkId other = NetworkId.ofBytes(new byte[32]);

        assertThatThrownBy(() -> SignedAnnouncement.read(signed, other))
                .isInstanceOf(InvalidMessageException.class)
                .hasMessageContaining("network_id");
    }

    @Test
    void announcement_outOfBounds_isRefused() {
        Signed good = signedAt(NOW);

        assertRefused("content", resigned(good, m -> m.addAllEndpoints(Collections.nCopies(3_000, "10.0.0.1:1"))));
        assertRefused("announcement", resigned(good, m -> m.addAllEndpoints(Collections.nCopies(17, "10.0.0.1:1"))));
        assertRefused("announcement", resigned(good, m -> m.addEndpoints("no port")));
        assertRefused("announcement", resigned(good, m -> m.addEndpoints(alice.peerId() + "@10.0.0.1:1")));
        assertRefused("announcement", resigned(good, m -> m.setVersion("\u001b[2J")));
        assertRefused("announcement", resigned(good, m -> m.addAllLanguages(Collections.nCopies(33, "a"))));
        assertRefused("announcement", resigned(good, m -> m.addLanguages("../x")));
        assertRefused("announcement", resigned(good, m -> m.addImages(ByteString.copyFrom(new byte[31]))));
        assertRefused(
                "announcement",
                resigned(good, m -> m.addAllImages(Collections.nCopies(17, ByteString.copyFrom(new byte[32])))));
        assertRefused("announcement", resigned(good, m -> m.setQueuedJobs(-1)));
        assertRefused("announcement", resigned(good, m -> m.setIssuedUnixMs(-1)));
        assertRefused("announcement", resigned(good, m -> m.setExpiresUnixMs(Long.MAX_VALUE)));
        assertRefused("announcement", resigned(good, m -> m.setExpiresUnixMs(m.getIssuedUnixMs())));
        assertRefused(
                "resources.cpus", resigned(good, m -> m.getCapacityBuilder().setCpus(-1)));
    }

    @Test
    void announcement_damaged_isAlwaysRefused() {
        Random random = new Random(1);
        byte[] content = signedAt(NOW).getContent().toByteArray();
        for (int round = 0; round < 2_000; round++) {
            byte[] bad = content.clone();
            int at = random.nextInt(bad.length);
            bad[at] ^= (byte) (1 + random.nextInt(255));
            Signed signed = signedAt(NOW).toBuilder()
                    .setContent(ByteString.copyFrom(bad))
                    .build();

            assertThatThrownBy(() -> SignedAnnouncement.read(signed, TEAM)).isInstanceOf(InvalidMessageException.class);
        }
    }

    private Signed signedAt(Instant issued) {
        return SignedAnnouncement.sign(alice, Announcements.of(alice, issued)).signed();
    }

    private static Signed changed(Signed signed, Consumer<Announcement.Builder> change) {
        return signed.toBuilder()
                .setContent(message(signed, change).toByteString())
                .build();
    }

    private Signed resigned(Signed signed, Consumer<Announcement.Builder> change) {
        return SignedContent.sign(alice, SignatureLabel.ANNOUNCEMENT, message(signed, change));
    }

    private static Announcement message(Signed signed, Consumer<Announcement.Builder> change) {
        try {
            Announcement.Builder message = Announcement.parseFrom(signed.getContent()).toBuilder();
            change.accept(message);
            return message.build();
        } catch (com.google.protobuf.InvalidProtocolBufferException e) {
            throw new AssertionError(e);
        }
    }

    private static void assertRefused(String field, Signed signed) {
        assertThatThrownBy(() -> SignedAnnouncement.read(signed, TEAM))
                .isInstanceOfSatisfying(
                        InvalidMessageException.class,
                        refused -> assertThat(refused.field()).isEqualTo(field));
    }
}
