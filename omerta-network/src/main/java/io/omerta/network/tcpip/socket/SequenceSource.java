package io.omerta.network.tcpip.socket;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;

/** Initial sequence numbers that a stranger cannot guess (RFC 6528): a clock plus a keyed hash over the connection's ends. */
public final class SequenceSource {
    /** RFC 9293 §3.4.1: the clock ticks about every 4 microseconds. */
    private static final int NANOS_PER_TICK = 4_000;

    private static final int MIN_SECRET_BYTES = 16;

    private final byte[] secret;

    /**
     * Copies the secret.
     *
     * @throws IllegalArgumentException if the secret has less than 128 bits
     */
    public SequenceSource(byte[] secret) {
        if (secret.length < MIN_SECRET_BYTES) {
            throw new IllegalArgumentException("secret must have 16 bytes or more, not " + secret.length);
        }
        this.secret = secret.clone();
    }

    /** The number for a connection with these ends, given as the octets of both addresses and ports in any fixed order. */
    public int next(long nowNanos, byte[] ends) {
        return (int) (nowNanos / NANOS_PER_TICK) + keyed(ends);
    }

    /** A number that is the same for the same ends at all times: the offset of a timestamps clock (RFC 7323 §5.4). */
    public int offset(byte[] ends) {
        byte[] labelled = Arrays.copyOf(ends, ends.length + 1);
        labelled[ends.length] = 1;
        return keyed(labelled);
    }

    private int keyed(byte[] input) {
        try {
            MessageDigest hash = MessageDigest.getInstance("SHA-256");
            hash.update(secret);
            return ByteBuffer.wrap(hash.digest(input)).getInt();
        } catch (NoSuchAlgorithmException impossible) {
            throw new AssertionError("every Java platform has SHA-256", impossible);
        }
    }
}
