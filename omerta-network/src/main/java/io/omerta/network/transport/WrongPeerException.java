package io.omerta.network.transport;

import io.omerta.core.identity.PeerId;
import java.security.cert.CertificateException;

/** Another peer answered than the one that was dialled. */
public final class WrongPeerException extends CertificateException {
    private static final long serialVersionUID = 1;

    private final transient PeerId expected;
    private final transient PeerId actual;

    WrongPeerException(PeerId expected, PeerId actual) {
        super("peer " + actual + " answered instead of " + expected);
        this.expected = expected;
        this.actual = actual;
    }

    public PeerId expected() {
        return expected;
    }

    public PeerId actual() {
        return actual;
    }
}
