package io.omerta.network.transport;

import io.grpc.Attributes;
import io.grpc.Grpc;
import io.grpc.netty.GrpcSslContexts;
import io.netty.handler.ssl.ClientAuth;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslProvider;
import io.omerta.core.identity.PeerId;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Optional;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSession;

/** TLS 1.3 (RFC 8446) and nothing older, both sides with a certificate, by the JDK's own implementation. */
final class PeerTls {
    private static final String PROTOCOL = "TLSv1.3";

    private PeerTls() {}

    static SslContext server(PeerCertificate own, PeerTrust trust) {
        return build(SslContextBuilder.forServer(own.privateKey(), own.certificate())
                .clientAuth(ClientAuth.REQUIRE)
                .trustManager(trust));
    }

    static SslContext client(PeerCertificate own, PeerTrust trust) {
        return build(SslContextBuilder.forClient()
                .keyManager(own.privateKey(), own.certificate())
                .trustManager(trust));
    }

    private static SslContext build(SslContextBuilder builder) {
        try {
            return GrpcSslContexts.configure(builder, SslProvider.JDK)
                    .protocols(PROTOCOL)
                    .build();
        } catch (SSLException e) {
            throw new AssertionError("every JDK since 11 speaks TLS 1.3", e);
        }
    }

    /** Who is at the other end of a connection; empty only if that is not one of ours. */
    static Optional<PeerId> peer(Attributes transport, Instant now) {
        SSLSession session = transport.get(Grpc.TRANSPORT_ATTR_SSL_SESSION);
        if (session == null) {
            return Optional.empty();
        }
        try {
            return session.getPeerCertificates() instanceof X509Certificate[] chain
                    ? Optional.of(PeerCertificate.owner(chain, now))
                    : Optional.empty();
        } catch (SSLPeerUnverifiedException | CertificateException e) {
            return Optional.empty();
        }
    }
}
