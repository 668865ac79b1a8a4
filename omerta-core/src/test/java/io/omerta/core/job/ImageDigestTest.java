package io.omerta.core.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ImageDigestTest {
    private static final ImageDigest DIGEST = new ImageDigest("sha256:0123456789abcdef" + "0".repeat(48));

    @ParameterizedTest
    @CsvSource({
        "0123, true",
        "sha256:0123, true",
        "SHA256:0123456789ABCDEF, true",
        "012, false",
        "1234, false",
        "sha256:, false",
        "0123x, false",
        "'', false"
    })
    void prefix_isOneFromFourDigitsOn(String prefix, boolean fits) {
        assertThat(DIGEST.beginsWith(prefix)).isEqualTo(fits);
    }

    @Test
    void whole_isAPrefixOfItself() {
        assertThat(DIGEST.beginsWith(DIGEST.text())).isTrue();
        assertThat(ImageDigest.parse(DIGEST.text())).contains(DIGEST);
        assertThat(DIGEST.shortText()).isEqualTo("0123456789ab");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "sha256:", "sha256:00", "0123456789abcdef", "md5:0123456789abcdef"})
    void anythingElse_isNone(String text) {
        assertThat(ImageDigest.parse(text)).isEmpty();
        assertThatThrownBy(() -> new ImageDigest(text)).hasMessageContaining("is no digest");
    }
}
