package io.omerta.daemon;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.omerta.core.error.ErrorCode;
import io.omerta.core.error.OmertaException;
import io.omerta.core.network.Endpoint;
import io.omerta.core.network.InvitationLink;
import io.omerta.core.network.InvitationSecret;
import io.omerta.local.LocalClient;
import io.omerta.proto.local.InvitationDetail;
import io.omerta.proto.local.InviteRequest;
import io.omerta.proto.local.NetworkDetail;
import io.omerta.standin.TestShell;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Whole daemons on loopback: one invites, others come. */
class DaemonInvitationsTest extends LoopbackDaemonsTest {
    private final TestShell ada = shell();
    private final TestShell ben = shell();
    private final TestShell eve = shell();

    @Test
    void invitation_forOne_letsOneInAndTheNextIsToldWhyNot() {
        try (Daemon _ = start(ada);
                Daemon _ = start(ben);
                Daemon _ = start(eve);
                LocalClient toAda = LocalClient.connect(ada.home.socket());
                LocalClient toBen = LocalClient.connect(ben.home.socket());
                LocalClient toEve = LocalClient.connect(eve.home.socket())) {
            NetworkDetail created = toAda.createNetwork("My Team");
            String link = toAda.invite(request(1)).getLink();
            NetworkDetail joined = toBen.joinNetwork(link);
            assertThat(joined.getId()).isEqualTo(created.getId());
            assertThat(joined.getPeersUp()).isEqualTo(1);
            assertThat(toAda.invitations("").getFirst().getUsedByList())
                    .containsExactly(toBen.status().getPeerId());
            assertRefused(toEve, link, "could not join with the invitation: it is used up");

            // The answer got lost: ben has no network, and asks again.
            toBen.leaveNetwork("My Team");
            assertThat(toBen.joinNetwork(link).getId()).isEqualTo(created.getId());
            assertThat(toAda.invitations("").getFirst().getUsedByCount()).isEqualTo(1);

            InvitationDetail other = toAda.invite(request(5));
            toAda.revokeInvitation(other.getId().substring(0, 8));
            assertRefused(toEve, other.getLink(), "could not join with the invitation: it was revoked");
            String paused = toAda.invite(request(5)).getLink();
            toAda.pauseNetwork("My Team");
            assertRefused(toEve, paused, "could not join with the invitation: the inviter has paused that network");
            assertThat(toEve.networks()).isEmpty();
        }
    }

    @Test
    void secret_thatIsNotTheInviters_meetsSilenceAndItsHolderIsToldWhatToDo() {
        try (Daemon inviter = start(ada);
                Daemon _ = start(eve);
                LocalClient toAda = LocalClient.connect(ada.home.socket());
                LocalClient toEve = LocalClient.connect(eve.home.socket())) {
            toAda.createNetwork("My Team");
            InvitationLink real = InvitationLink.parse(toAda.invite(request(1)).getLink());
            InvitationLink guessed = new InvitationLink(
                    InvitationSecret.random(new SecureRandom()), real.inviter(), real.endpoints(), real.expiresAt());
            assertRefused(
                    toEve,
                    guessed.format(),
                    "could not join with the invitation: " + real.inviter().name()
                            + ", who invited, does not know it (any more)");
            InvitationLink late = new InvitationLink(
                    real.secret(), real.inviter(), real.endpoints(), Instant.parse("2020-01-01T00:00:00Z"));
            assertRefused(
                    toEve, late.format(), "could not join with the invitation: it expired at 2020-01-01T00:00:00Z");
            InvitationLink elsewhere = new InvitationLink(
                    real.secret(),
                            io.omerta.core.identity.Identity.generate(new SecureRandom())
                                    .peerId(),
                    List.of(Endpoint.of("127.0.0.1", inviter.port())), real.expiresAt());
            assertThatExceptionOfType(OmertaException.class)
                    .isThrownBy(() -> toEve.joinNetwork(elsewhere.format()))
                    .withMessageContaining("answered instead of")
                    .satisfies(e -> assertThat(e.code()).isEqualTo(ErrorCode.PEER_UNREACHABLE));
            assertThat(toAda.invitations("").getFirst().getUsedByList()).isEmpty();
        }
    }

    @Test
    void inviterOffLine_isSaidAndTheInvitationStaysGood() {
        String link;
        try (Daemon _ = start(ada);
                LocalClient toAda = LocalClient.connect(ada.home.socket())) {
            toAda.createNetwork("My Team");
            link = toAda.invite(request(1)).getLink();
        }
        try (Daemon _ = start(ben);
                LocalClient toBen = LocalClient.connect(ben.home.socket())) {
            assertThatExceptionOfType(OmertaException.class)
                    .isThrownBy(() -> toBen.joinNetwork(link))
                    .withMessageEndingWith(": no connection")
                    .satisfies(e ->
                            assertThat(e.hint()).isEqualTo("once that machine is on line, the same invitation again"));
        }
    }

    private static void assertRefused(LocalClient client, String link, String message) {
        assertThatExceptionOfType(OmertaException.class)
                .isThrownBy(() -> client.joinNetwork(link))
                .withMessage(message)
                .satisfies(e -> assertThat(e.code()).isEqualTo(ErrorCode.NOT_PERMITTED))
                .satisfies(e -> assertThat(e.hint()).isNotEmpty());
    }

    private static InviteRequest request(int uses) {
        return InviteRequest.newBuilder().setUses(uses).setLifetimeMs(3_600_000).build();
    }
}
