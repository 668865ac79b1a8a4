package io.omerta.core.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.omerta.core.error.ErrorCode;
import io.omerta.core.error.OmertaException;
import io.omerta.core.identity.PeerId;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class JoinLinkTest {
    private static final String KEY = "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=";
    private static final PeerId PEER = PeerId.ofPublicKey(new byte[32]);
    private static final JoinLink LINK = new JoinLink(
            key(),
            "Mein Team? äöü >>>",
            List.of(Endpoint.parse(PEER + "@10.1.2.3:50051"), Endpoint.parse("[::1]:50052")),
            Instant.parse("2026-01-02T03:04:05Z"));

    @Test
    void parse_ofFormat_givesTheSame() {
        assertThat(JoinLink.parse(LINK.format())).isEqualTo(LINK);
    }

    @Test
    void parse_acceptsWhatPeoplePaste() {
        String payload = LINK.format().substring(JoinLink.PREFIX.length());
        byte[] json = Base64.getUrlDecoder().decode(payload);
        String standard = Base64.getEncoder().encodeToString(json);
        assertThat(standard).containsAnyOf("+", "/");
        for (String text : List.of(
                JoinLink.PREFIX + standard,
                JoinLink.PREFIX + standard.replace("=", ""),
                JoinLink.PREFIX + Base64.getUrlEncoder().encodeToString(json),
                "  \t" + LINK.format() + "\r\n",
                "OMERTA://JOIN/" + payload,
                LINK.format().substring(0, 60) + "\n  " + LINK.format().substring(60))) {
            assertThat(JoinLink.parse(text)).isEqualTo(LINK);
        }
    }

    @Test
    void parse_skipsFieldsOfLaterVersions() {
        assertThat(JoinLink.parse(link("{\"network_key\":\"" + KEY
                                + "\",\"network_name\":\"x\",\"bootstrap_peers\":[],\"created_at\":\"2026-01-02T03:04:05Z\","
                                + "\"later\":{\"a\":[1]}}"))
                        .name())
                .isEqualTo("x");
    }

    @Test
    void parse_cutAnywhere_saysSo() {
        String whole = LINK.format();
        for (int length = 1; length < whole.length(); length++) {
            String cut = whole.substring(0, length);
            assertThatThrownBy(() -> JoinLink.parse(cut))
                    .as("cut at %d", length)
                    .hasMessage("could not read the join key: it ends in the middle (a part of it was not copied)");
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "`` | it is empty",
                "https://example.com/x | it does not begin with omerta://join/",
                "omerta://join/**** | character 15 does not belong into a key",
                "omerta://join/aGVsbG8 | its content is not one",
            })
    void parse_ofSomethingElse_saysWhy(String text, String reason) {
        assertReason(text, reason);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{} | the field \"network_key\" is missing",
                "{\"network_key\":7} | the field \"network_key\" is not text",
                "{\"network_key\":\"AAAA\",\"network_name\":\"x\"} | the field \"network_key\" has 3 bytes, 32"
                        + " expected",
                "{\"network_key\":\"A=A\",\"network_name\":\"x\"} | the field \"network_key\" is not base64 of 32"
                        + " bytes",
                "{\"network_key\":\"KEY\"} | the field \"network_name\" is missing",
                "{\"network_key\":\"KEY\",\"network_name\":\"x\"} | the field \"bootstrap_peers\" is not a list",
                "{\"network_key\":\"KEY\",\"network_name\":\"x\",\"bootstrap_peers\":[7]} | the field"
                        + " \"bootstrap_peers\" has an entry that is not text",
                "{\"network_key\":\"KEY\",\"network_name\":\"x\",\"bootstrap_peers\":[\"a\"]} | endpoint: no port is"
                        + " named",
                "{\"network_key\":\"KEY\",\"network_name\":\"x\",\"bootstrap_peers\":[],\"created_at\":\"now\"}"
                        + " | the field \"created_at\" is not a time",
                "{\"network_key\":\"KEY\",\"network_name\":\" \",\"bootstrap_peers\":[],"
                        + "\"created_at\":\"2026-01-02T03:04:05Z\"} | network name: not between 1 and 100 characters",
                "{\"network_key\":\"KEY\",\"network_name\":\"a\\u001bb\",\"bootstrap_peers\":[],"
                        + "\"created_at\":\"2026-01-02T03:04:05Z\"} | network name: has a control character",
                "{\"network_key\":\"KEY\",\"network_key\":\"KEY\"} | its content is garbled",
                "{\"a\":[[[[[[[[[[1]]]]]]]]]]} | its content is garbled",
                "{} {} | its content is garbled",
            })
    void parse_ofOtherContent_saysWhich(String json, String reason) {
        assertReason(link(json.replace("KEY", KEY)), reason);
    }

    @Test
    void parse_ofTooMuch_isRefused() {
        assertReason("x".repeat(JoinLink.MAX_CHARACTERS + 1), "it is longer than 8192 characters");
        String peers = String.join(",", Collections.nCopies(33, "\"a:1\""));
        assertReason(
                link("{\"network_key\":\"" + KEY + "\",\"network_name\":\"x\",\"bootstrap_peers\":[" + peers
                        + "],\"created_at\":\"2026-01-02T03:04:05Z\"}"),
                "bootstrap peers: 33, at most 32");
    }

    @Test
    void parse_ofAlteredLinks_neverFailsOtherwise() {
        Random random = new Random(7);
        for (int i = 0; i < 20_000; i++) {
            StringBuilder text = new StringBuilder(LINK.format());
            for (int changes = random.nextInt(3); changes >= 0; changes--) {
                text.setCharAt(random.nextInt(text.length()), (char) random.nextInt(300));
            }
            try {
                JoinLink.parse(text.toString());
            } catch (OmertaException e) {
                assertThat(e.code()).isEqualTo(ErrorCode.INVALID_INPUT);
                assertThat(e.getMessage()).doesNotContain("\n");
            }
        }
    }

    @Test
    void toString_tellsNoSecret() {
        assertThat(LINK.toString() + LINK.toNetwork() + key())
                .doesNotContain("AAECAwQ")
                .contains("secret");
    }

    @Test
    void keys_compareByContent() {
        assertThat(key()).isEqualTo(key()).hasSameHashCodeAs(key());
        assertThat(key()).isNotEqualTo(NetworkKey.ofBytes(new byte[32]));
    }

    private static void assertReason(String text, String reason) {
        assertThatThrownBy(() -> JoinLink.parse(text))
                .isInstanceOfSatisfying(
                        OmertaException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.INVALID_INPUT))
                .hasMessage("could not read the join key: " + reason);
    }

    private static NetworkKey key() {
        return NetworkKey.ofBytes(Base64.getDecoder().decode(KEY));
    }

    private static String link(String json) {
        return JoinLink.PREFIX + Base64.getUrlEncoder().encodeToString(json.getBytes(StandardCharsets.UTF_8));
    }
}
