package io.omerta.core.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.omerta.core.identity.PeerId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class EndpointTest {
    private static final PeerId PEER = PeerId.ofPublicKey(new byte[32]);

    @ParameterizedTest
    @ValueSource(strings = {"example.org:1", "10.0.0.1:65535", "[::1]:50051", "[fe80::1%eth0]:50051", "a_b-c:80"})
    void parse_givesWhatToStringGave(String text) {
        assertThat(Endpoint.parse(text)).hasToString(text);
        assertThat(Endpoint.parse(PEER + "@" + text)).hasToString(PEER + "@" + text);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "a",
                "a:",
                ":1",
                "a:0",
                "a:65536",
                "a:99999999999",
                "a:-1",
                "a: 1",
                "::1:5",
                "[::1]",
                "a b:1",
                "a/b:1",
                "@a:1",
                "x@a:1",
                "-a:1",
                "[]:1",
                "a\n:1"
            })
    void parse_ofOtherText_isRefused(String text) {
        assertThatThrownBy(() -> Endpoint.parse(text)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void withPeer_addsIt() {
        assertThat(Endpoint.of("a", 1).withPeer(PEER).peer()).contains(PEER);
        assertThat(Endpoint.of("::1", 1).address()).isEqualTo("[::1]:1");
    }
}
