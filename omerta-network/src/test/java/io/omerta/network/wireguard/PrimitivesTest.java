package io.omerta.network.wireguard;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** The RFCs' own vectors. */
final class PrimitivesTest {
    private static final byte[] SUNSCREEN =
            ("Ladies and Gentlemen of the class of '99: If I could offer you only one tip for "
                            + "the future, sunscreen would be it.")
                    .getBytes(StandardCharsets.US_ASCII);
    private static final byte[] AEAD_KEY = hex("808182838485868788898a8b8c8d8e8f909192939495969798999a9b9c9d9e9f");
    private static final byte[] AEAD_EXTRA = hex("50515253c0c1c2c3c4c5c6c7");

    private static byte[] hex(String digits) {
        return HexFormat.of().parseHex(digits);
    }

    private static byte[] counting(int length) {
        byte[] bytes = new byte[length];
        for (int i = 0; i < length; i++) {
            bytes[i] = (byte) i;
        }
        return bytes;
    }

    /** RFC 7693, appendix B. */
    @Test
    void blake2s_abc() {
        assertThat(Blake2s.hash(new byte[] {'a'}, new byte[] {'b', 'c'}))
                .isEqualTo(hex("508c5e8c327c14e2e1a72ba34eeb452f37458b209ed63a294d999b4c86675982"));
    }

    /** Keyed, 16 bytes; by another implementation of RFC 7693. */
    @Test
    void blake2s_keyed() {
        assertThat(Blake2s.mac(counting(32), counting(100), 3, 90)).isEqualTo(hex("91f43ae48b6e11fe7034d1f5ac4f99d3"));
    }

    /** RFC 5869 over another implementation's HMAC-BLAKE2s. */
    @Test
    void kdf_threeKeys() {
        byte[][] keys = Blake2s.kdf(3, counting(32), counting(100));
        assertThat(keys[0]).isEqualTo(hex("90d0e91cdaea20e41b7e43ef99a35292921d3d49c1d86f48ddf62dbc1cc1bb01"));
        assertThat(keys[1]).isEqualTo(hex("8814819cb396ee544e3a8314285739d6527a8d87cf930252e61501140ddbba51"));
        assertThat(keys[2]).isEqualTo(hex("2d4748e29b90d92057489d6aaa0ee0d2a135113b4baaefb8d82fb54bffe16496"));
    }

    /** RFC 7748, section 5.2, first vector. */
    @Test
    void x25519_scalarTimesPoint() {
        PrivateKey scalar = PrivateKey.ofBytes(hex("a546e36bf0527c9d3b16154b82465edd62144c0ac1fc5a18506a2244ba449ac4"));
        assertThat(scalar.agree(hex("e6db6867583030db3594c1a424b15f7c726624ec26b3353b10a903a6d0ab1c4c")))
                .isEqualTo(hex("c3da55379de9c6908e94ea4df28d084f32eccf03491c71f754b4075577a28552"));
    }

    /** RFC 7748, section 5.2, the iterated test, once and a thousand times. */
    @Test
    void x25519_iterated() {
        byte[] k = new byte[32];
        k[0] = 9;
        byte[] u = k.clone();
        for (int i = 1; i <= 1_000; i++) {
            byte[] next = Objects.requireNonNull(PrivateKey.ofBytes(k).agree(u));
            u = k;
            k = next;
            if (i == 1) {
                assertThat(k).isEqualTo(hex("422c8e7a6227d7bca1350b3e2bb7279f7897b87bb6854b783c60e80311ae3079"));
            }
        }
        assertThat(k).isEqualTo(hex("684cf59ba83309552800ef566f2f4d3c1c3887c49360e3875f2eb94d99532c51"));
    }

    /** RFC 8439, section 2.8.2. */
    @Test
    void aead_sunscreen() {
        byte[] expected = hex("d31a8d34648e60db7b86afbc53ef7ec2a4aded51296e08fea9e2b5a736ee62d6"
                + "3dbea45e8ca9671282fafb69da92728b1a71de0a9e060b2905d6a5b67ecd3b36"
                + "92ddbd7f2d778b8c9803aee328091b58fab324e4fad675945585808b4831d7bc"
                + "3ff4def08e4b7a9de576d26586cec64b61161ae10b594f09e26a7e902ecbd0600691");
        Aead aead = new Aead(7);
        long counter = LittleEndian.getLong(hex("4041424344454647"), 0);
        byte[] sealed = Arrays.copyOf(SUNSCREEN, expected.length);
        SealingKey key = new SealingKey(AEAD_KEY.clone());
        aead.seal(key, counter, AEAD_EXTRA, sealed, 0, SUNSCREEN.length, sealed, 0);
        assertThat(sealed).isEqualTo(expected);

        assertThat(aead.open(key, counter, AEAD_EXTRA, sealed, 0, sealed.length, sealed, 0))
                .isTrue();
        assertThat(Arrays.copyOf(sealed, SUNSCREEN.length)).isEqualTo(SUNSCREEN);
    }

    @Test
    void aead_forgedThenGenuineWithTheSameCounter_opensTheGenuine() {
        Aead aead = new Aead();
        SealingKey key = new SealingKey(AEAD_KEY.clone());
        byte[] sealed = new byte[SUNSCREEN.length + Aead.TAG_BYTES];
        aead.seal(key, 5, SUNSCREEN, 0, SUNSCREEN.length, sealed, 0);
        byte[] forged = sealed.clone();
        forged[0] ^= 1;
        byte[] before = forged.clone();
        for (int i = 0; i < 3; i++) {
            assertThat(aead.open(key, 5, forged, 0, forged.length, forged, 0)).isFalse();
        }
        assertThat(forged).isEqualTo(before);
        assertThat(aead.open(key, 5, sealed, 0, sealed.length, sealed, 0)).isTrue();
        assertThat(aead.open(key, 5, sealed, 0, Aead.TAG_BYTES - 1, sealed, 0)).isFalse();
    }

    /** draft-irtf-cfrg-xchacha-03, appendix A.3.1. */
    @Test
    void cookieSeal_sunscreen() {
        byte[] nonce = hex("404142434445464748494a4b4c4d4e4f5051525354555657");
        byte[] expected = hex("bd6d179d3e83d43b9576579493c0e939572a1700252bfaccbed2902c21396cbb"
                + "731c7f1b0b4aa6440bf3a82f4eda7e39ae64c6708c54c216cb96b72e1213b452"
                + "2f8c9ba40db5d945b11b69b982c1bb9e3f3fac2bc369488f76b2383565d3fff9"
                + "21f9664c97637da9768812f615c68b13b52ec0875924c1c7987947deafd8780acf49");
        assertThat(CookieSeal.seal(AEAD_KEY, nonce, AEAD_EXTRA, SUNSCREEN)).isEqualTo(expected);
        assertThat(CookieSeal.open(AEAD_KEY, nonce, AEAD_EXTRA, expected)).isEqualTo(SUNSCREEN);
        expected[3] ^= 1;
        assertThat(CookieSeal.open(AEAD_KEY, nonce, AEAD_EXTRA, expected)).isNull();
    }
}
