package io.omerta.network.wireguard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Keys as types: their text, their silence, their end. */
final class KeysTest {
    private static final String TEXT = "yAnz5TF+lXXJte14tji3zlMNq+hd2rYUIgJBgB3fBmk=";

    @Test
    void parse_whatWgPrints_printsTheSame() {
        assertThat(PublicKey.parse(TEXT).toBase64()).isEqualTo(TEXT);
        assertThat(PresharedKey.parse(TEXT).toBase64()).isEqualTo(TEXT);
        PrivateKey key = PrivateKey.generate(new Random(1));
        assertThat(PrivateKey.parse(key.toBase64())).isEqualTo(key);
        assertThat(PrivateKey.parse(key.toBase64()).publicKey()).isEqualTo(key.publicKey());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "yAnz5TF+lXXJte14tji3zlMNq+hd2rYUIgJBgB3fBmk",
                "yAnz5TF+lXXJte14tji3zlMNq+hd2rYUIgJBgB3fBml=",
                "yAnz5TF+lXXJte14tji3zlMNq+hd2rYUIgJBgB3fBm==",
                "yAnz5TF+lXXJte14tji3zlMNq+hd2rYUIgJBgB3fBmkA",
                "yAnz5TF-lXXJte14tji3zlMNq_hd2rYUIgJBgB3fBmk=",
                " yAnz5TF+lXXJte14tji3zlMNq+hd2rYUIgJBgB3fBmk",
                "\u20acAnz5TF+lXXJte14tji3zlMNq+hd2rYUIgJBgB3fBmk="
            })
    void parse_anythingElse_saysSoWithoutRepeatingIt(String text) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> PrivateKey.parse(text))
                .withMessage("could not read the private key: it is not 32 bytes in base64;"
                        + " use 44 characters as printed by wg");
        assertThatIllegalArgumentException().isThrownBy(() -> PublicKey.parse(text));
        assertThatIllegalArgumentException().isThrownBy(() -> PresharedKey.parse(text));
    }

    @Test
    void ofBytes_wrongLength_isRefused() {
        assertThatIllegalArgumentException().isThrownBy(() -> PublicKey.ofBytes(new byte[31]));
        assertThatIllegalArgumentException().isThrownBy(() -> PrivateKey.ofBytes(new byte[33]));
        assertThatIllegalArgumentException().isThrownBy(() -> PresharedKey.ofBytes(new byte[0]));
    }

    @Test
    void toString_ofSecrets_saysNothing() {
        PrivateKey key = PrivateKey.generate(new Random(2));
        PresharedKey shared = PresharedKey.generate(new Random(3));
        DeviceConfig<String> device = new DeviceConfig<>(key, SimulatedLink::bytesOf, new Random(4), 1_420);
        PeerConfig<String> peer = PeerConfig.<String>of(key.publicKey(), AllowedIp.parse("10.0.0.0/8"))
                .withPresharedKey(shared);
        assertThat(key + " " + shared + " " + device + " " + peer)
                .doesNotContain(key.toBase64())
                .doesNotContain(key.toBase64().substring(0, 8))
                .doesNotContain(shared.toBase64().substring(0, 8));
        assertThat(new SealingKey(new byte[32])).hasToString("SealingKey[hidden]");
    }

    @Test
    void close_overwritesTheKey() {
        PrivateKey key = PrivateKey.generate(new Random(5));
        PresharedKey shared = PresharedKey.generate(new Random(6));
        SealingKey sealing = new SealingKey(shared.toBytes());
        key.close();
        shared.close();
        sealing.destroy();

        assertThat(key.toBytes()).containsOnly(0);
        assertThat(shared.toBytes()).containsOnly(0);
        assertThatIllegalStateException().isThrownBy(sealing::getEncoded);
    }

    @Test
    void ofBytes_keepsACopy() {
        byte[] bytes = PrivateKey.generate(new Random(7)).toBytes();
        PrivateKey key = PrivateKey.ofBytes(bytes);
        byte[] before = bytes.clone();
        bytes[5] ^= 1;
        assertThat(key.toBytes()).isEqualTo(before);
    }

    @Test
    void agree_lowOrderPoint_isRefused() {
        PrivateKey key = PrivateKey.generate(new Random(8));
        byte[] one = new byte[32];
        one[0] = 1;
        assertThat(key.agree(new byte[32])).isNull();
        assertThat(key.agree(one)).isNull();
    }
}
