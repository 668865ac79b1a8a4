package io.omerta.network.dht;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.random.RandomGenerator;
import org.bouncycastle.crypto.macs.SipHash;
import org.bouncycastle.crypto.params.KeyParameter;

/**
 * Tokens that an address gets with each answer, and shows with the next request: it receives what is sent to it. A token is
 * good for one to two hours, and nothing is kept for it. SipHash-2-4 (Aumasson and Bernstein 2012) under a key of this
 * node's own.
 */
final class AddressTokens {
    /** So long after it was given a token is shown; it is good until the next period's end, and takes its time on the way. */
    static final long GOOD_NANOS = Duration.ofMinutes(59).toNanos();

    /** Whoever gets another's address within it could have answers sent there; a shorter one makes most questions long ones. */
    private static final long PERIOD = Duration.ofHours(1).toNanos();

    private final SipHash hash = new SipHash();

    /** @param random of the kind that nobody can foretell */
    AddressTokens(RandomGenerator random) {
        byte[] key = new byte[16];
        random.nextBytes(key);
        hash.init(new KeyParameter(key));
    }

    /** Not 0, which means none. */
    long issue(NodeAddress address, long nanos) {
        return token(address, Math.floorDiv(nanos, PERIOD));
    }

    boolean isValid(NodeAddress address, long token, long nanos) {
        long period = Math.floorDiv(nanos, PERIOD);
        return token != 0 && (token == token(address, period) || token == token(address, period - 1));
    }

    private long token(NodeAddress address, long period) {
        ByteBuffer message = ByteBuffer.allocate(32);
        message.putLong(address.high())
                .putLong(address.low())
                .putLong(address.port())
                .putLong(period);
        hash.update(message.array(), 0, message.position());
        long token = hash.doFinal();
        return token == 0 ? 1 : token;
    }
}
