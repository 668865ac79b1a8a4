package io.omerta.network.wireguard;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Wycheproof's and Noise's vectors, from the folder that the system property {@code omerta.vectors} names. */
final class SharedVectorsTest {
    private static final int NONCE_PREFIX_BYTES = 4;

    @TestFactory
    Stream<DynamicTest> x25519() {
        return wycheproof("x25519_test.json", SharedVectorsTest::checkX25519);
    }

    @TestFactory
    Stream<DynamicTest> chaCha20Poly1305() {
        return wycheproof("chacha20_poly1305_test.json", SharedVectorsTest::checkAead);
    }

    @TestFactory
    Stream<DynamicTest> xChaCha20Poly1305() {
        return wycheproof("xchacha20_poly1305_test.json", SharedVectorsTest::checkCookieSeal);
    }

    @TestFactory
    Stream<DynamicTest> noiseIkPsk2() {
        return tests(
                "noise_ikpsk2_25519_chachapoly_blake2s.json",
                file -> file.get("vectors").valueStream().toList(),
                vector -> {
                    checkHandshake(vector);
                    return true;
                });
    }

    private static Stream<DynamicTest> wycheproof(String name, Function<JsonNode, Boolean> check) {
        return tests(name, SharedVectorsTest::cases, check);
    }

    private static List<JsonNode> cases(JsonNode file) {
        return file.get("testGroups")
                .valueStream()
                .flatMap(group -> group.get("tests").valueStream())
                .toList();
    }

    private static Stream<DynamicTest> tests(
            String name, Function<JsonNode, List<JsonNode>> vectors, Function<JsonNode, Boolean> check) {
        String folder = System.getProperty("omerta.vectors");
        if (folder == null || folder.isEmpty()) {
            return Stream.of(DynamicTest.dynamicTest(
                    "the property omerta.vectors is not set: " + name + " was not read", () -> {}));
        }
        List<JsonNode> cases = vectors.apply(JsonMapper.shared().readTree(Path.of(folder, name)));
        return Stream.of(DynamicTest.dynamicTest(name + ": " + cases.size() + " vectors", () -> {
            List<JsonNode> failed = new ArrayList<>();
            for (JsonNode vector : cases) {
                if (!check.apply(vector)) {
                    failed.add(vector);
                }
            }
            assertThat(cases).isNotEmpty();
            assertThat(failed).isEmpty();
        }));
    }

    private static byte[] hex(JsonNode vector, String field) {
        return HexFormat.of().parseHex(vector.get(field).asString());
    }

    /** Vectors of low-order points have a shared secret of zero, which must be refused. */
    private static boolean checkX25519(JsonNode vector) {
        byte[] expected = hex(vector, "shared");
        byte[] shared = PrivateKey.ofBytes(hex(vector, "private")).agree(hex(vector, "public"));
        return Arrays.equals(expected, new byte[KeyText.KEY_BYTES]) ? shared == null : Arrays.equals(shared, expected);
    }

    private static boolean checkAead(JsonNode vector) {
        byte[] nonce = hex(vector, "iv");
        if (nonce.length != NONCE_PREFIX_BYTES + Long.BYTES) {
            return "invalid".equals(vector.get("result").asString());
        }
        int prefix = LittleEndian.getInt(nonce, 0);
        long counter = LittleEndian.getLong(nonce, NONCE_PREFIX_BYTES);
        SealingKey key = new SealingKey(hex(vector, "key"));
        byte[] plain = hex(vector, "msg");
        byte[] extra = hex(vector, "aad");
        byte[] sealed = concat(hex(vector, "ct"), hex(vector, "tag"));
        byte[] opened = new byte[plain.length];
        boolean genuine = new Aead(prefix).open(key, counter, extra, sealed, 0, sealed.length, opened, 0);
        if (!"valid".equals(vector.get("result").asString())) {
            return !genuine;
        }
        byte[] resealed = new byte[sealed.length];
        new Aead(prefix).seal(key, counter, extra, plain, 0, plain.length, resealed, 0);
        return genuine && Arrays.equals(opened, plain) && Arrays.equals(resealed, sealed);
    }

    private static boolean checkCookieSeal(JsonNode vector) {
        byte[] nonce = hex(vector, "iv");
        boolean valid = "valid".equals(vector.get("result").asString());
        if (nonce.length != CookieSeal.NONCE_BYTES) {
            return !valid;
        }
        byte[] key = hex(vector, "key");
        byte[] plain = hex(vector, "msg");
        byte[] extra = hex(vector, "aad");
        byte[] sealed = concat(hex(vector, "ct"), hex(vector, "tag"));
        byte[] opened = CookieSeal.open(key, nonce, extra, sealed);
        return valid
                ? Arrays.equals(opened, plain) && Arrays.equals(CookieSeal.seal(key, nonce, extra, plain), sealed)
                : opened == null;
    }

    private static void checkHandshake(JsonNode vector) {
        Aead aead = new Aead();
        byte[] prologue = hex(vector, "init_prologue");
        PresharedKey psk = PresharedKey.ofBytes(
                HexFormat.of().parseHex(vector.get("init_psks").get(0).asString()));
        PrivateKey callerKey = PrivateKey.ofBytes(hex(vector, "init_static"));
        PrivateKey calleeKey = PrivateKey.ofBytes(hex(vector, "resp_static"));
        assertThat(calleeKey.publicKey().toBytes()).isEqualTo(hex(vector, "init_remote_static"));
        byte[] staticShared =
                Objects.requireNonNull(callerKey.agree(calleeKey.publicKey().bytes()));
        NoiseInitiator initiator = new NoiseInitiator(
                aead, prologue, callerKey, calleeKey.publicKey(), PrivateKey.ofBytes(hex(vector, "init_ephemeral")));
        NoiseResponder responder = new NoiseResponder(aead, prologue, calleeKey);
        JsonNode messages = vector.get("messages");

        byte[] first = hex(messages.get(0), "ciphertext");
        byte[] firstPayload = hex(messages.get(0), "payload");
        byte[] written = new byte[first.length];
        assertThat(initiator.writeInitiation(staticShared, firstPayload, written, 0))
                .isTrue();
        assertThat(written).isEqualTo(first);
        assertThat(responder.readInitiator(first, 0)).isEqualTo(callerKey.publicKey());
        assertThat(responder.readPayload(staticShared, firstPayload.length, first, 0))
                .isEqualTo(firstPayload);

        byte[] second = hex(messages.get(1), "ciphertext");
        byte[] secondPayload = hex(messages.get(1), "payload");
        byte[] answered = new byte[second.length];
        PrivateKey calleeEphemeral = PrivateKey.ofBytes(hex(vector, "resp_ephemeral"));
        assertThat(responder.writeResponse(calleeEphemeral, psk, secondPayload, answered, 0))
                .isTrue();
        assertThat(answered).isEqualTo(second);
        assertThat(initiator.readResponse(psk, secondPayload.length, second, 0)).isEqualTo(secondPayload);
        assertThat(initiator.handshakeHash()).isEqualTo(hex(vector, "handshake_hash"));
        assertThat(responder.handshakeHash()).isEqualTo(hex(vector, "handshake_hash"));
        checkTransport(aead, initiator.split(), responder.split(), messages);
    }

    /** From the third message on the sides take turns, each with a counter of its own. */
    private static void checkTransport(Aead aead, SessionKeys caller, SessionKeys callee, JsonNode messages) {
        for (int i = 2; i < messages.size(); i++) {
            boolean fromCaller = i % 2 == 0;
            long counter = i / 2 - 1L;
            byte[] payload = hex(messages.get(i), "payload");
            byte[] sealed = new byte[payload.length + Aead.TAG_BYTES];
            aead.seal((fromCaller ? caller : callee).sending(), counter, payload, 0, payload.length, sealed, 0);
            assertThat(sealed).isEqualTo(hex(messages.get(i), "ciphertext"));
            byte[] opened = new byte[payload.length];
            SealingKey receiving = (fromCaller ? callee : caller).receiving();
            assertThat(aead.open(receiving, counter, sealed, 0, sealed.length, opened, 0))
                    .isTrue();
            assertThat(opened).isEqualTo(payload);
        }
    }

    private static byte[] concat(byte[] a, byte[] b) {
        byte[] both = Arrays.copyOf(a, a.length + b.length);
        System.arraycopy(b, 0, both, a.length, b.length);
        return both;
    }
}
