package io.omerta.network.transport;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.omerta.core.identity.PeerId;
import java.net.Socket;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.time.InstantSource;
import java.util.Optional;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedTrustManager;

/**
 * Whom TLS lets in: whoever holds the key of a well-formed certificate. As a client, only the peer that was dialled; where
 * that one is not known (a bootstrap address without an id), the first that answers, and from then on only that one.
 *
 * <p>An extended trust manager, so that JSSE adds no check of host names of its own: a peer's name is its key.
 */
final class PeerTrust extends X509ExtendedTrustManager {
    private final InstantSource time;
    private final boolean pinning;

    @GuardedBy("this")
    private Optional<PeerId> expected;

    private PeerTrust(InstantSource time, boolean pinning, Optional<PeerId> expected) {
        this.expected = expected;
        this.time = time;
        this.pinning = pinning;
    }

    /** For a server: who calls is found out, not known beforehand. */
    static PeerTrust ofAnyone(InstantSource time) {
        return new PeerTrust(time, false, Optional.empty());
    }

    static PeerTrust of(Optional<PeerId> expected, InstantSource time) {
        return new PeerTrust(time, true, expected);
    }

    /** Who has to answer, or has answered. */
    synchronized Optional<PeerId> pinned() {
        return expected;
    }

    private void check(X509Certificate[] chain) throws CertificateException {
        PeerId owner = PeerCertificate.owner(chain, time.instant());
        if (!pinning) {
            return;
        }
        pin(owner);
    }

    private synchronized void pin(PeerId owner) throws WrongPeerException {
        if (expected.isPresent() && !expected.get().equals(owner)) {
            throw new WrongPeerException(expected.get(), owner);
        }
        expected = Optional.of(owner);
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType) throws CertificateException {
        check(chain);
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType, Socket socket)
            throws CertificateException {
        check(chain);
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType, SSLEngine engine)
            throws CertificateException {
        check(chain);
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType) throws CertificateException {
        check(chain);
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType, Socket socket)
            throws CertificateException {
        check(chain);
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType, SSLEngine engine)
            throws CertificateException {
        check(chain);
    }

    @Override
    public X509Certificate[] getAcceptedIssuers() {
        return new X509Certificate[0];
    }
}
