package io.omerta.network.discovery;

import static org.assertj.core.api.Assertions.assertThat;

import io.omerta.core.identity.Identity;
import io.omerta.core.identity.PeerId;
import io.omerta.core.network.Endpoint;
import io.omerta.network.discovery.AnnouncementTable.Outcome;
import io.omerta.proto.peer.Signed;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class AnnouncementTableTest {
    private static final Instant NOW = Announcements.NOW;
    private static final long SECOND = 1_000_000_000;

    private final Identity alice = Identity.generate(new SecureRandom());
    private final PeerId id = alice.peerId();
    private final AnnouncementTable table = new AnnouncementTable(Duration.ofSeconds(30));

    @Test
    void peer_announcedByOthersOnly_isKnownButNotUp() {
        assertThat(put(NOW, 0)).isEqualTo(Outcome.ADDED);

        Member member = table.members(0).getFirst();
        assertThat(member.up()).isFalse();
        assertThat(member.silentFor()).isEmpty();
    }

    @Test
    void peer_heardFrom_isUpFor30Seconds() {
        put(NOW, 0);
        table.heard(id, 5 * SECOND);

        assertThat(table.isUp(id, 35 * SECOND)).isTrue();
        assertThat(table.isUp(id, 35 * SECOND + 1)).isFalse();
        assertThat(table.members(40 * SECOND).getFirst().silentFor()).contains(Duration.ofSeconds(35));
    }

    @Test
    void announcement_newer_replaces_older_doesNot() {
        put(NOW, 0);

        assertThat(put(NOW.plusMillis(1), 0)).isEqualTo(Outcome.RENEWED);
        assertThat(put(NOW, 0)).isEqualTo(Outcome.OLD);
        assertThat(table.members(0).getFirst().announcement().issued()).isEqualTo(NOW.plusMillis(1));
    }

    @Test
    void announcement_overtakenByAWithdrawal_staysWithdrawn() {
        put(NOW, 0);
        table.put(announcement(NOW.plusSeconds(2), true), 0);

        assertThat(put(NOW.plusSeconds(1), 0)).isEqualTo(Outcome.OLD);
        assertThat(table.members(0)).isEmpty();
    }

    @Test
    void announcement_withdrawn_hidesThePeerUntilANewerOne() {
        put(NOW, 0);
        table.heard(id, 0);

        assertThat(table.put(announcement(NOW.plusSeconds(1), true), 0)).isEqualTo(Outcome.WITHDRAWN);
        table.heard(id, 1);
        assertThat(table.members(1)).isEmpty();
        assertThat(table.isUp(id, 1)).isFalse();
        assertThat(table.endpoints(id)).isEmpty();
        assertThat(put(NOW, 1)).isEqualTo(Outcome.OLD);
        assertThat(put(NOW.plusSeconds(2), 2)).isEqualTo(Outcome.ADDED);
        assertThat(table.members(2)).hasSize(1);
    }

    @Test
    void endpoint_whereItAnswered_comesFirst() {
        put(NOW, 0);
        Endpoint found = Endpoint.of("moss.example", 1);
        table.answeredAt(id, found);
        table.measured(id, Duration.ofMillis(3));

        Member member = table.members(0).getFirst();
        assertThat(member.endpoints()).startsWith(found).hasSize(3);
        assertThat(member.latency()).isEqualTo(Optional.of(Duration.ofMillis(3)));
    }

    @Test
    void peer_silentForTwoHours_isForgotten() {
        put(NOW, 0);
        table.heard(id, SECOND);

        assertThat(table.forget(7_201 * SECOND)).isEmpty();
        assertThat(table.forget(7_202 * SECOND)).containsExactly(id);
        assertThat(table.members(0)).isEmpty();
    }

    @Test
    void table_full_takesNoMoreUntilOldOnesAreForgotten() {
        for (int i = 0; i < AnnouncementTable.MAX_PEERS; i++) {
            assertThat(table.put(unsigned(i), 0)).isEqualTo(Outcome.ADDED);
        }

        assertThat(put(NOW, SECOND)).isEqualTo(Outcome.FULL);
        assertThat(table.members(0)).hasSize(AnnouncementTable.MAX_PEERS);
        assertThat(put(NOW, 7_201 * SECOND)).isEqualTo(Outcome.ADDED);
    }

    private Outcome put(Instant issued, long now) {
        return table.put(announcement(issued, false), now);
    }

    private SignedAnnouncement announcement(Instant issued, boolean leaving) {
        return SignedAnnouncement.sign(alice, Announcements.of(alice, issued, leaving));
    }

    private SignedAnnouncement unsigned(int number) {
        Announcement some = Announcements.of(alice, NOW);
        byte[] key = java.nio.ByteBuffer.allocate(32).putInt(number).array();
        return new SignedAnnouncement(
                new Announcement(
                        PeerId.ofPublicKey(key),
                        some.network(),
                        List.of(),
                        some.offer(),
                        some.issued(),
                        some.expires(),
                        false),
                Signed.getDefaultInstance());
    }
}
