package io.omerta.network.path;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Optional;

/**
 * A message that proves a path, or asks for a proof.
 *
 * @param receiver path id
 * @param sender path id
 * @param proven of a reply: the address that it answers has proved itself before
 * @param counter of a probe; 0 in the others
 * @param challenge that the receiver has to send back; none in a confirmation
 * @param echo what is sent back; none in a probe
 */
record Proof(Kind kind, int receiver, int sender, boolean proven, long counter, Challenge challenge, Challenge echo) {
    /** As long as the longest datagram: what gets through says that those do. */
    static final int BYTES = PathMessage.MAX_BYTES;

    private static final int MAC_AT = 56;
    private static final int CONTENT_BYTES = MAC_AT + PathKey.MAC_BYTES;
    private static final int PROVEN = 1;

    enum Kind {
        PROBE(2),
        REPLY(3),
        CONFIRMATION(4);

        private final int code;

        Kind(int code) {
            this.code = code;
        }

        private static Optional<Kind> of(int code) {
            return Arrays.stream(values()).filter(kind -> kind.code == code).findFirst();
        }
    }

    static Proof probe(int receiver, int sender, long counter, Challenge challenge) {
        return new Proof(Kind.PROBE, receiver, sender, false, counter, challenge, Challenge.NONE);
    }

    /** To the sender of a probe. */
    static Proof reply(Proof probe, boolean proven, Challenge challenge) {
        int back = probe.sender;
        int us = probe.receiver;
        return new Proof(Kind.REPLY, back, us, proven, 0, challenge, probe.challenge);
    }

    /** To the sender of a reply. */
    static Proof confirmation(Proof reply) {
        int back = reply.sender;
        int us = reply.receiver;
        Challenge echo = reply.challenge;
        return new Proof(Kind.CONFIRMATION, back, us, false, 0, Challenge.NONE, echo);
    }

    /**
     * What a message says, if it is one and its MAC holds.
     *
     * @param message for which {@link PathMessage#isOne} holds; stays as it is
     */
    static Optional<Proof> read(ByteBuffer message, PathKey key) {
        int at = message.position();
        Optional<Kind> kind = Kind.of(PathMessage.kind(message));
        if (kind.isEmpty() || message.remaining() != BYTES) {
            return Optional.empty();
        }
        byte[] content = new byte[CONTENT_BYTES];
        message.get(at, content);
        byte[] mac = Arrays.copyOfRange(content, MAC_AT, CONTENT_BYTES);
        if (!MessageDigest.isEqual(mac, key.mac(content, MAC_AT))) {
            return Optional.empty();
        }
        return Optional.of(new Proof(
                kind.get(),
                PathMessage.receiver(message),
                message.getInt(at + 8),
                PathMessage.flags(message) == PROVEN,
                message.getLong(at + 16),
                challenge(message, at + 24),
                challenge(message, at + 40)));
    }

    private static Challenge challenge(ByteBuffer message, int at) {
        return new Challenge(message.getLong(at), message.getLong(at + Long.BYTES));
    }

    /** {@link #BYTES} octets. */
    ByteBuffer write(PathKey key) {
        ByteBuffer message = ByteBuffer.allocate(BYTES);
        PathMessage.putHeader(message, kind.code, proven ? PROVEN : 0, receiver);
        message.putInt(sender).putInt(0).putLong(counter);
        message.putLong(challenge.high()).putLong(challenge.low());
        message.putLong(echo.high()).putLong(echo.low());
        message.put(key.mac(message.array(), MAC_AT));
        return message.clear();
    }
}
