package io.omerta.core.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.omerta.core.error.ErrorCode;
import io.omerta.core.error.OmertaException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.security.Signature;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class IdentityTest {
    /** The key pair of RFC 8410, section 10. */
    private static final String RFC_PRIVATE = """
        -----BEGIN PRIVATE KEY-----
        MC4CAQAwBQYDK2VwBCIEINTuctv5E1hK1bbY8fdp+K06/nwoy/HU++CXqI9EdVhC
        -----END PRIVATE KEY-----
        """;

    private static final String RFC_PUBLIC = """
        -----BEGIN PUBLIC KEY-----
        MCowBQYDK2VwAyEAGb9ECWmEzf6FQbrBZ9w7lshQhqowtrbLDFw4rXAxZuE=
        -----END PUBLIC KEY-----
        """;

    private static final byte[] CONTENT = "content".getBytes(StandardCharsets.UTF_8);

    @TempDir
    Path folder;

    @Test
    void loadOrCreate_inEmptyFolder_makesBothFiles() throws IOException {
        Identity created = Identity.loadOrCreate(folder);
        assertThat(mode(privateFile())).isEqualTo("rw-------");
        assertThat(mode(publicFile())).isEqualTo("rw-r--r--");
        byte[] before = Files.readAllBytes(privateFile());
        assertThat(Identity.loadOrCreate(folder).peerId()).isEqualTo(created.peerId());
        assertThat(Files.readAllBytes(privateFile())).isEqualTo(before);
        try (var files = Files.list(folder)) {
            assertThat(files).hasSize(2);
        }
    }

    @Test
    void loadOrCreate_onTheKeyOfRfc8410_writesItsPublicKey() throws IOException {
        writePrivate(RFC_PRIVATE);
        Identity.loadOrCreate(folder);
        assertThat(publicFile()).hasContent(RFC_PUBLIC);
        assertThat(Files.readString(privateFile())).isEqualTo(RFC_PRIVATE);
    }

    @ParameterizedTest
    @ValueSource(strings = {"rw-r-----", "rw-r--r--", "rwx------", "r--------"})
    void loadOrCreate_onOtherMode_refusesWithARemedy(String mode) throws IOException {
        writePrivate(RFC_PRIVATE);
        Files.setPosixFilePermissions(privateFile(), PosixFilePermissions.fromString(mode));
        assertThatThrownBy(() -> Identity.loadOrCreate(folder)).isInstanceOfSatisfying(OmertaException.class, e -> {
            assertThat(e.code()).isEqualTo(ErrorCode.NOT_PERMITTED);
            assertThat(e).hasMessageContaining(mode).hasMessageContaining("0600");
            assertThat(e.hint()).isEqualTo("chmod 600 " + privateFile());
        });
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "|line 1",
                "nonsense|line 1",
                "-----BEGIN PRIVATE KEY-----|line 1: the file ends too early",
                "-----BEGIN PRIVATE KEY-----\n!!\n-----END PRIVATE KEY-----|line 2: not base64",
                "-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----|line 2: not an Ed25519 key",
                "-----BEGIN PRIVATE KEY-----\nMC4CAQAwBQYDK2VwBCIEINTuctv5E1hK1bbY8fdp+K06/nwoy/HU++CXqI9EdVhC\n"
                        + "-----END|line 3",
                "-----BEGIN PRIVATE KEY-----\nMC4CAQAwBQYDK2VwBCIEINTuctv5E1hK1bbY8fdp+K06/nwoy/HU++CXqI9EdVhC\n"
                        + "-----END PRIVATE KEY-----\nmore|line 4",
            })
    void loadOrCreate_onBrokenKey_namesFileAndLine(String contentAndReason) throws IOException {
        String content = contentAndReason.substring(0, contentAndReason.indexOf('|'));
        writePrivate(content);
        assertThatThrownBy(() -> Identity.loadOrCreate(folder)).isInstanceOfSatisfying(OmertaException.class, e -> {
            assertThat(e.code()).isEqualTo(ErrorCode.CORRUPT_FILE);
            assertThat(e)
                    .hasMessageStartingWith("could not read " + privateFile())
                    .hasMessageContaining(contentAndReason.substring(contentAndReason.indexOf('|') + 1));
            assertThat(e.hint()).isNotEmpty();
        });
        assertThat(Files.readString(privateFile())).isEqualTo(content);
    }

    @Test
    void loadOrCreate_onForeignPublicKey_isRefused() throws IOException {
        Identity.loadOrCreate(folder);
        Files.writeString(publicFile(), RFC_PUBLIC);
        assertThatThrownBy(() -> Identity.loadOrCreate(folder)).hasMessageContaining("does not belong to");
    }

    @Test
    void loadOrCreate_withoutPrivateKeyBesideAPublicOne_isRefused() throws IOException {
        Files.writeString(publicFile(), RFC_PUBLIC);
        assertThatThrownBy(() -> Identity.loadOrCreate(folder)).hasMessageContaining("is missing");
        assertThat(privateFile()).doesNotExist();
    }

    @Test
    void sign_isVerifiedOnlyUnderTheSameLabelKeyAndContent() {
        Identity identity = Identity.generate(new SecureRandom());
        byte[] signature = identity.sign("a", CONTENT);
        byte[] key = identity.publicKey();
        assertThat(Identity.verify(key, "a", CONTENT, signature)).isTrue();
        assertThat(Identity.verify(key, "b", CONTENT, signature)).isFalse();
        assertThat(Identity.verify(key, "a", new byte[0], signature)).isFalse();
        assertThat(Identity.verify(key, "a", CONTENT, new byte[64])).isFalse();
        assertThat(Identity.verify(key, "a", CONTENT, new byte[63])).isFalse();
        assertThat(Identity.verify(new byte[31], "a", CONTENT, signature)).isFalse();
        assertThat(Identity.verify(new byte[32], "a", CONTENT, signature)).isFalse();
        byte[] noPoint = new byte[32];
        Arrays.fill(noPoint, (byte) -1);
        assertThat(Identity.verify(noPoint, "a", CONTENT, signature)).isFalse();
        byte[] other = Identity.generate(new SecureRandom()).publicKey();
        assertThat(Identity.verify(other, "a", CONTENT, signature)).isFalse();
    }

    @Test
    void sign_separatesLabelFromContent() {
        Identity identity = Identity.generate(new SecureRandom());
        byte[] signature = identity.sign("ab", "c".getBytes(StandardCharsets.UTF_8));
        assertThat(Identity.verify(identity.publicKey(), "a", "bc".getBytes(StandardCharsets.UTF_8), signature))
                .isFalse();
    }

    @Test
    void jdkKeyPair_isTheSameKey() throws GeneralSecurityException {
        Identity identity = Identity.generate(new SecureRandom());
        Signature signer = Signature.getInstance("Ed25519");
        signer.initSign(identity.jdkKeyPair().getPrivate());
        signer.update("a\0content".getBytes(StandardCharsets.UTF_8));
        assertThat(Identity.verify(identity.publicKey(), "a", CONTENT, signer.sign()))
                .isTrue();
    }

    @Test
    void toString_tellsNoSecret() {
        Identity identity = Identity.generate(new SecureRandom());
        assertThat(identity).hasToString("Identity[" + identity.peerId() + "]");
    }

    @Test
    void peerId_isBase32OfSha256() {
        // base32(sha256(32 zero bytes)), as coreutils has it.
        assertThat(PeerId.ofPublicKey(new byte[32]))
                .hasToString("mzuhvlpymk6xo3epygfy5h4oeaejofefn3rdhm4qfjmr2dk7fesq");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "mzuhvlpymk6xo3epygfy5h4oeaejofefn3rdhm4qfjmr2dk7fes",
                "Mzuhvlpymk6xo3epygfy5h4oeaejofefn3rdhm4qfjmr2dk7fesq",
                "mzuhvlpymk6xo3epygfy5h4oeaejofefn3rdhm4qfjmr2dk7fes1",
                "mzuhvlpymk6xo3epygfy5h4oeaejofefn3rdhm4qfjmr2dk7fesr",
            })
    void peerId_ofOtherText_isRefused(String text) {
        assertThatThrownBy(() -> new PeerId(text)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void peerName_isTwoWordsThatStayTheSame() {
        Set<String> names = new HashSet<>();
        for (int i = 0; i < 1_000; i++) {
            byte[] key = new byte[32];
            key[0] = (byte) i;
            key[1] = (byte) (i >> 8);
            PeerId id = PeerId.ofPublicKey(key);
            assertThat(id.name().text()).matches("[a-z]+-[a-z]+");
            assertThat(id.name()).isEqualTo(PeerName.of(new PeerId(id.text())));
            names.add(id.name().text());
        }
        assertThat(names).hasSizeGreaterThan(900);
    }

    private Path privateFile() {
        return folder.resolve("private_key.pem");
    }

    private Path publicFile() {
        return folder.resolve("public_key.pem");
    }

    private void writePrivate(String content) throws IOException {
        Files.writeString(privateFile(), content);
        Files.setPosixFilePermissions(privateFile(), PosixFilePermissions.fromString("rw-------"));
    }

    private static String mode(Path file) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
    }
}
