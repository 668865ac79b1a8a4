package io.omerta.network.wireguard;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/** Decides cheaply which handshake messages are worth a key agreement (paper, section 5.3). */
final class HandshakeAdmission<E> implements AutoCloseable {
    private final EndpointNames<E> names;
    private final MacKeys ownKeys;
    private final CookieIssuer cookies;
    private final HandshakeLoad load;
    private final SourceLimiter limiter = new SourceLimiter();

    HandshakeAdmission(DeviceConfig<E> config, ProtocolLimits limits, long now) {
        this.names = config.endpointNames();
        this.ownKeys = new MacKeys(config.privateKey().publicKey());
        this.cookies = new CookieIssuer(config.random(), ownKeys);
        this.load = new HandshakeLoad(limits.busyHandshakes(), now);
    }

    void declareBusy(long now) {
        load.declareBusy(now);
    }

    /** Why the message is refused, or null where it is to be processed. */
    @Nullable
    DropReason refuse(HandshakeMessage message, E from, Turn<E> turn) {
        if (!ownKeys.isMac1Right(message)) {
            return DropReason.WRONG_MAC1;
        }
        if (!load.count(turn.now())) {
            return null;
        }
        byte[] source = names.exact(from);
        if (!cookies.isMac2Right(message, source, turn.now())) {
            turn.out().transmit(from, ByteBuffer.wrap(cookies.reply(message, source, turn.now())));
            return DropReason.COOKIE_WANTED;
        }
        return limiter.allow(names.group(from), turn.now()) ? null : DropReason.RATE_LIMITED;
    }

    @Override
    public void close() {
        cookies.close();
    }
}
