package io.omerta.network.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.omerta.core.identity.Identity;
import java.math.BigInteger;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Date;
import javax.security.auth.x500.X500Principal;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.DERNull;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.junit.jupiter.api.Test;

final class PeerCertificateTest {
    private static final Instant NOW = Instant.parse("2026-11-22T08:00:00Z");
    private static final X500Principal NAME = new X500Principal("CN=a");

    private final Identity identity = Identity.generate(new SecureRandom());
    private final X509Certificate own = PeerCertificate.of(identity).certificate();

    @Test
    void own_atAnyTime_namesItsOwner() throws Exception {
        assertThat(PeerCertificate.owner(chain(own), NOW)).isEqualTo(identity.peerId());
        assertThat(PeerCertificate.owner(chain(own), Instant.parse("2016-01-01T00:00:00Z")))
                .isEqualTo(identity.peerId());
        assertThat(PeerCertificate.owner(chain(own), Instant.parse("2200-01-01T00:00:00Z")))
                .isEqualTo(identity.peerId());
    }

    @Test
    void own_madeAgain_isTheSame() {
        assertThat(PeerCertificate.of(identity).certificate()).isEqualTo(own);
    }

    @Test
    void chain_ofSeveralOrNone_isRefused() {
        assertRefused("a chain of 2", own, own);
        assertRefused("a chain of 0");
    }

    @Test
    void key_ofAnotherKind_isRefused() throws Exception {
        assertRefused("not of an Ed25519 key", certificate(keys("Ed448"), NAME, "Ed448"));
        assertRefused("not of an Ed25519 key", certificate(keys("RSA"), NAME, "SHA256withRSA"));
        assertRefused("not of an Ed25519 key", certificate(keys("EC"), NAME, "SHA256withECDSA"));
    }

    @Test
    void signature_ofAnotherKey_isRefused() throws Exception {
        var builder = builder(identity.jdkKeyPair(), NAME, NOW.minusSeconds(9), NOW.plusSeconds(9));
        KeyPair other = Identity.generate(new SecureRandom()).jdkKeyPair();

        assertRefused("not signed by its own key", sign(builder, other, "Ed25519"));
    }

    @Test
    void issuer_otherThanSubject_isRefused() throws Exception {
        assertRefused(
                "not issued by its own key", certificate(identity.jdkKeyPair(), new X500Principal("CN=b"), "Ed25519"));
    }

    @Test
    void extension_criticalAndUnknown_isRefused() throws Exception {
        var builder = builder(identity.jdkKeyPair(), NAME, NOW.minusSeconds(9), NOW.plusSeconds(9));
        builder.addExtension(new ASN1ObjectIdentifier("1.2.3.4"), true, DERNull.INSTANCE);

        assertRefused("not issued by its own key", sign(builder, identity.jdkKeyPair(), "Ed25519"));
    }

    @Test
    void extension_enormous_isRefused() throws Exception {
        var builder = builder(identity.jdkKeyPair(), NAME, NOW.minusSeconds(9), NOW.plusSeconds(9));
        builder.addExtension(new ASN1ObjectIdentifier("1.2.3.4"), false, new byte[4_000]);

        assertRefused("too large", sign(builder, identity.jdkKeyPair(), "Ed25519"));
    }

    @Test
    void dates_farOff_areRefused_nearlyRight_areNot() throws Exception {
        KeyPair keys = identity.jdkKeyPair();
        Instant hour = NOW.minusSeconds(3_600);
        Instant week = NOW.minusSeconds(7 * 86_400);

        assertThat(PeerCertificate.owner(chain(sign(builder(keys, NAME, week, hour), keys, "Ed25519")), NOW))
                .isEqualTo(identity.peerId());
        assertRefused("valid from", sign(builder(keys, NAME, week, NOW.minusSeconds(2 * 86_400)), keys, "Ed25519"));
        assertRefused(
                "valid from",
                sign(builder(keys, NAME, NOW.plusSeconds(2 * 86_400), NOW.plusSeconds(3 * 86_400)), keys, "Ed25519"));
    }

    private static void assertRefused(String why, X509Certificate... chain) {
        assertThatThrownBy(() -> PeerCertificate.owner(chain, NOW))
                .isInstanceOf(CertificateException.class)
                .hasMessageContaining(why);
    }

    private static X509Certificate[] chain(X509Certificate... certificates) {
        return certificates;
    }

    private static KeyPair keys(String algorithm) throws Exception {
        return KeyPairGenerator.getInstance(algorithm).generateKeyPair();
    }

    private static X509Certificate certificate(KeyPair keys, X500Principal issuer, String algorithm) throws Exception {
        return sign(builder(keys, issuer, NOW.minusSeconds(9), NOW.plusSeconds(9)), keys, algorithm);
    }

    private static JcaX509v3CertificateBuilder builder(KeyPair keys, X500Principal issuer, Instant from, Instant to) {
        return new JcaX509v3CertificateBuilder(
                issuer, BigInteger.ONE, Date.from(from), Date.from(to), NAME, keys.getPublic());
    }

    private static X509Certificate sign(JcaX509v3CertificateBuilder builder, KeyPair keys, String algorithm)
            throws Exception {
        var signer = new JcaContentSignerBuilder(algorithm).build(keys.getPrivate());
        return new JcaX509CertificateConverter().getCertificate(builder.build(signer));
    }
}
