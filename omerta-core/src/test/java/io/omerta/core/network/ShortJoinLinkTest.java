package io.omerta.core.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.omerta.core.error.OmertaException;
import io.omerta.core.identity.Identity;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class ShortJoinLinkTest {
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final Identity CREATOR = Identity.generate(RANDOM);
    private static final Identity OTHER = Identity.generate(RANDOM);
    private static final JoinLink LINK = new JoinLink(
            NetworkKey.random(RANDOM),
            "Büro 3",
            List.of(
                    Endpoint.of("192.0.2.7", 50_051).withPeer(CREATOR.peerId()),
                    Endpoint.of("2001:db8::1", 50_051).withPeer(OTHER.peerId()),
                    Endpoint.of("moss.example", 1).withPeer(OTHER.peerId()),
                    Endpoint.of("010.1.2.3", 65_535)),
            Instant.parse("2026-11-22T12:01:00Z"),
            Optional.of(CreatorKey.of(CREATOR)));

    @Test
    void formatted_isReadBackInWhateverCase() {
        String text = LINK.formatShort();
        assertThat(text).startsWith("OMERTA://QR/").matches("[A-Z0-9:/]+");
        assertThat(JoinLink.parse(text).bootstrapPeers().getFirst())
                .isEqualTo(LINK.bootstrapPeers().getFirst());
        assertThat(JoinLink.parse(" " + text.toLowerCase(Locale.ROOT) + "\n").key())
                .isEqualTo(LINK.key());
        assertThat(JoinLink.parse(text).withBootstrapPeers(1)).isEqualTo(LINK.withBootstrapPeers(1));
        assertThat(JoinLink.parse(text).bootstrapPeers().get(2))
                .isEqualTo(LINK.bootstrapPeers().get(2));
        assertThat(JoinLink.parse(text).bootstrapPeers().getLast())
                .isEqualTo(LINK.bootstrapPeers().getLast());
    }

    @Test
    void addressOfVersion6_isTheSameAddress() throws Exception {
        String host = JoinLink.parse(LINK.formatShort()).bootstrapPeers().get(1).host();
        assertThat(java.net.InetAddress.ofLiteral(host)).isEqualTo(java.net.InetAddress.ofLiteral("2001:db8::1"));
    }

    @Test
    void withoutCreatorAndPeers_isReadBack() {
        JoinLink bare = new JoinLink(LINK.key(), "a", List.of(), LINK.createdAt());
        assertThat(JoinLink.parse(bare.formatShort())).isEqualTo(bare);
    }

    @Test
    void cutAnywhere_isRefusedOrHasFewerPeers() {
        String text = LINK.formatShort();
        for (int length = "OMERTA://QR/".length(); length < text.length(); length++) {
            try {
                assertThat(JoinLink.parse(text.substring(0, length)).bootstrapPeers())
                        .hasSizeLessThanOrEqualTo(4);
            } catch (OmertaException e) {
                assertThat(e.getMessage()).startsWith("could not read the join key: ");
            }
        }
    }

    @Test
    void garbled_isRefusedWithoutRepeatingIt() {
        assertThatThrownBy(() -> JoinLink.parse("OMERTA://QR/AE1"))
                .hasMessage("could not read the join key: a character in it does not belong into a key");
        assertThatThrownBy(() -> JoinLink.parse("OMERTA://QR/AM"))
                .hasMessage("could not read the join key: its version 3 is not known here");
        assertThatThrownBy(() -> JoinLink.parse("OMERTA://QR/" + "A".repeat(9_000)))
                .hasMessageContaining("longer than");
    }
}
