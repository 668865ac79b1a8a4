package io.omerta.network.transport;

import io.omerta.core.identity.Identity;
import io.omerta.core.identity.PeerId;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.PrivateKey;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Date;
import java.util.HexFormat;
import javax.security.auth.x500.X500Principal;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/**
 * The identity key as TLS wants it: a self-signed certificate (RFC 5280, RFC 8410) that says nothing but the key. It is
 * the same at every start, since everything in it follows from the key.
 */
record PeerCertificate(X509Certificate certificate, PrivateKey privateKey) {
    private static final int MAX_BYTES = 2_048;
    private static final String ED25519_OID = "1.3.101.112";
    /** DER of an Ed25519 SubjectPublicKeyInfo up to the 32 bytes of the key (RFC 8410, section 4). */
    private static final byte[] KEY_PREFIX = HexFormat.of().parseHex("302a300506032b6570032100");

    private static final Instant NOT_BEFORE = Instant.parse("2000-01-01T00:00:00Z");
    /** "No well-defined expiration date" (RFC 5280, section 4.1.2.5): the key is trusted, not the paper. */
    private static final Instant NOT_AFTER = Instant.parse("9999-12-31T23:59:59Z");
    /** Clocks of peers may be off. */
    private static final Duration CLOCK_TOLERANCE = Duration.ofDays(1);

    static PeerCertificate of(Identity identity) {
        KeyPair keys = identity.jdkKeyPair();
        X500Principal name = new X500Principal("CN=" + identity.peerId());
        var builder = new JcaX509v3CertificateBuilder(
                name, BigInteger.ONE, Date.from(NOT_BEFORE), Date.from(NOT_AFTER), name, keys.getPublic());
        try {
            var signer = new JcaContentSignerBuilder("Ed25519").build(keys.getPrivate());
            return new PeerCertificate(
                    new JcaX509CertificateConverter().getCertificate(builder.build(signer)), keys.getPrivate());
        } catch (OperatorCreationException | CertificateException e) {
            throw new AssertionError("every JDK since 15 signs with Ed25519", e);
        }
    }

    /**
     * Whose certificate this is.
     *
     * @throws CertificateException unless it is a well-formed, self-signed certificate of an Ed25519 key
     */
    static PeerId owner(X509Certificate[] chain, Instant now) throws CertificateException {
        if (chain.length != 1) {
            throw new CertificateException("peer certificate: a chain of " + chain.length);
        }
        X509Certificate certificate = chain[0];
        if (certificate.getEncoded().length > MAX_BYTES) {
            throw new CertificateException("peer certificate: too large");
        }
        byte[] publicKey = publicKey(certificate);
        requireSelfSigned(certificate);
        requireValidAt(certificate, now);
        return PeerId.ofPublicKey(publicKey);
    }

    private static byte[] publicKey(X509Certificate certificate) throws CertificateException {
        byte[] der = certificate.getPublicKey().getEncoded();
        boolean known = der != null
                && der.length == KEY_PREFIX.length + Identity.PUBLIC_KEY_BYTES
                && Arrays.equals(der, 0, KEY_PREFIX.length, KEY_PREFIX, 0, KEY_PREFIX.length);
        if (!known || !certificate.getSigAlgOID().equals(ED25519_OID)) {
            throw new CertificateException("peer certificate: not of an Ed25519 key");
        }
        return Arrays.copyOfRange(der, KEY_PREFIX.length, der.length);
    }

    private static void requireSelfSigned(X509Certificate certificate) throws CertificateException {
        if (!certificate.getSubjectX500Principal().equals(certificate.getIssuerX500Principal())
                || certificate.hasUnsupportedCriticalExtension()) {
            throw new CertificateException("peer certificate: not issued by its own key");
        }
        try {
            certificate.verify(certificate.getPublicKey());
        } catch (GeneralSecurityException e) {
            throw new CertificateException("peer certificate: not signed by its own key", e);
        }
    }

    private static void requireValidAt(X509Certificate certificate, Instant now) throws CertificateException {
        Instant from = certificate.getNotBefore().toInstant();
        Instant to = certificate.getNotAfter().toInstant();
        if (now.plus(CLOCK_TOLERANCE).isBefore(from)
                || now.minus(CLOCK_TOLERANCE).isAfter(to)) {
            throw new CertificateException(
                    "peer certificate: valid from " + from + " to " + to + ", here it is " + now);
        }
    }
}
