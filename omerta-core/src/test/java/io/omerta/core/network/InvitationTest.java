package io.omerta.core.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.omerta.core.error.OmertaException;
import io.omerta.core.identity.Identity;
import io.omerta.core.identity.PeerId;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class InvitationTest {
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final Instant NOW = Instant.parse("2026-11-22T12:00:00Z");
    private static final NetworkId NETWORK = NetworkKey.random(RANDOM).id();
    private static final PeerId ADA = Identity.generate(RANDOM).peerId();
    private static final PeerId BEN = Identity.generate(RANDOM).peerId();

    @TempDir
    Path folder;

    private InvitationStore store() {
        return InvitationStore.open(folder.resolve("invitations.json"));
    }

    private static Invitation invitation(int uses) {
        return new Invitation(
                InvitationSecret.random(RANDOM), NETWORK, NOW, NOW.plusSeconds(60), uses, List.of(), false);
    }

    @Test
    void use_ofOnePeer_isWrittenDownAndCountsOnce() throws Exception {
        Invitation invitation = invitation(1);
        store().add(invitation);
        assertThat(store().use(invitation.id(), ADA, NOW)).isEqualTo(Invitation.Verdict.GOOD);
        assertThat(store().use(invitation.id(), ADA, NOW)).isEqualTo(Invitation.Verdict.GOOD);
        assertThat(store().find(invitation.id()).orElseThrow().usedBy()).containsExactly(ADA);
        assertThat(store().use(invitation.id(), BEN, NOW)).isEqualTo(Invitation.Verdict.USED_UP);
        assertThat(store().find(invitation.id()).orElseThrow().isOpen(NOW)).isFalse();
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder.resolve("invitations.json"))))
                .isEqualTo("rw-------");
    }

    @Test
    void use_afterItsTime_isRefusedAlsoToWhoHasJoined() {
        InvitationStore store = store();
        Invitation invitation = invitation(2);
        store.add(invitation);
        store.use(invitation.id(), ADA, NOW);
        assertThat(store.use(invitation.id(), BEN, NOW.plusSeconds(60))).isEqualTo(Invitation.Verdict.EXPIRED);
        assertThat(store.use(invitation.id(), ADA, NOW.plusSeconds(60))).isEqualTo(Invitation.Verdict.EXPIRED);
    }

    @Test
    void use_onceRevoked_isRefused() {
        InvitationStore store = store();
        Invitation one = invitation(2);
        Invitation other = invitation(2);
        store.add(one);
        store.add(other);
        assertThat(store.revoke(one.id().hex().substring(0, 6)).revoked()).isTrue();
        assertThat(store().use(one.id(), ADA, NOW)).isEqualTo(Invitation.Verdict.REVOKED);
        assertThat(store().use(other.id(), ADA, NOW)).isEqualTo(Invitation.Verdict.GOOD);
        store.revokeAll(NETWORK);
        assertThat(store().use(other.id(), ADA, NOW)).isEqualTo(Invitation.Verdict.REVOKED);
        assertThatThrownBy(() -> store.revoke("0")).hasMessage("could not revoke an invitation: no id begins so");
    }

    @Test
    void add_withoutEnd_isRefusedWhileAllAreOpen() {
        InvitationStore store = store();
        for (int i = 0; i < InvitationStore.MAX_INVITATIONS; i++) {
            store.add(invitation(1));
        }
        assertThatThrownBy(() -> store.add(invitation(1)))
                .isInstanceOf(OmertaException.class)
                .hasMessage("could not make an invitation: there are 200 open ones already");
        store.revoke(store.list().getFirst().id().hex());
        store.add(invitation(1));
        assertThat(store.list()).hasSize(InvitationStore.MAX_INVITATIONS);
    }

    @Test
    void bounds_ofUsesAndTime_areKept() {
        assertThatIllegalArgumentException().isThrownBy(() -> invitation(0));
        assertThatIllegalArgumentException().isThrownBy(() -> invitation(1_001));
        InvitationSecret secret = InvitationSecret.random(RANDOM);
        for (Duration lifetime : List.of(Duration.ZERO, Duration.ofSeconds(-1), Duration.ofDays(366))) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> new Invitation(secret, NETWORK, NOW, NOW.plus(lifetime), 1, List.of(), false));
        }
    }

    @Test
    void brokenFile_isNamedWithItsLineAndLeft() throws Exception {
        Path file = Files.writeString(folder.resolve("invitations.json"), "{\"version\":1,\n\"invitations\":[{}]}");
        assertThatThrownBy(this::store)
                .hasMessageStartingWith("could not read " + file)
                .hasMessageContaining("line 2");
        assertThat(file).hasContent("{\"version\":1,\n\"invitations\":[{}]}");
    }

    @Test
    void link_isReadBackAndHasNoKey() {
        InvitationLink link = new InvitationLink(
                InvitationSecret.random(RANDOM), ADA, List.of(Endpoint.of("192.0.2.1", 50_051)), NOW);
        assertThat(InvitationLink.parse("  " + link.format() + "\n")).isEqualTo(link);
        assertThat(InvitationLink.is(link.format())).isTrue();
        String json = new String(
                Base64.getUrlDecoder().decode(link.format().substring(InvitationLink.PREFIX.length())),
                StandardCharsets.UTF_8);
        assertThat(json).doesNotContain("network");
        assertThat(link.toString()).doesNotContain(link.secret().base64());
    }

    @Test
    void link_cutAnywhere_isRefused() {
        String text = new InvitationLink(
                        InvitationSecret.random(RANDOM), ADA, List.of(Endpoint.of("192.0.2.1", 50_051)), NOW)
                .format();
        for (int length = 0; length < text.length(); length++) {
            String cut = text.substring(0, length);
            assertThatThrownBy(() -> InvitationLink.parse(cut))
                    .isInstanceOf(OmertaException.class)
                    .hasMessageStartingWith("could not read the invitation: ");
        }
    }

    @Test
    void proof_ofAnInvitation_isNoneOfAMember() {
        InvitationSecret secret = InvitationSecret.random(RANDOM);
        byte[] request = new byte[MembershipProofs.REQUEST_ID_BYTES];
        byte[] mac = MembershipProofs.of(secret).mac(ADA, BEN, request, 1, "m");
        assertThat(MembershipProofs.of(NetworkKey.ofBytes(secret.toBytes())).isValid(mac, ADA, BEN, request, 1, "m"))
                .isFalse();
        assertThat(MembershipProofs.of(secret).isValid(mac, ADA, BEN, request, 1, "m"))
                .isTrue();
    }
}
