package io.omerta.core.network;

import io.omerta.core.identity.Identity;
import io.omerta.core.identity.PeerId;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.Base64;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.Set;

/**
 * The creator's word that a network has a new key, and for whom; it does not contain the key. Always validly signed by
 * {@link #creator}; whether that is the creator of the network in question is for {@link Network#accepts} to say.
 */
public final class Rotation {
    public static final int MAX_MEMBERS = 10_000;
    static final String LABEL = "omerta rotation v1";
    private static final int VERSION = 1;
    private static final int HEAD_BYTES = 1 + 2 * NetworkId.BYTES + 2 * Long.BYTES + CreatorKey.BYTES + Integer.BYTES;
    private static final Instant LATEST = Instant.parse("9999-12-31T00:00:00Z");

    private final byte[] content;
    private final byte[] signature;
    private final NetworkId from;
    private final NetworkId to;
    private final Instant issuedAt;
    private final Instant graceEndsAt;
    private final CreatorKey creator;
    private final Set<PeerId> members;

    private Rotation(byte[] content, byte[] signature) {
        this.content = content;
        this.signature = signature;
        ByteBuffer in = ByteBuffer.wrap(content);
        require(in.get() == VERSION, "of another version");
        from = NetworkId.ofBytes(bytes(in, NetworkId.BYTES));
        to = NetworkId.ofBytes(bytes(in, NetworkId.BYTES));
        issuedAt = instant(in.getLong());
        graceEndsAt = instant(in.getLong());
        creator = CreatorKey.ofBytes(bytes(in, CreatorKey.BYTES));
        int count = in.getInt();
        require(count >= 0 && count <= MAX_MEMBERS && in.remaining() == count * PeerId.BYTES, "of another length");
        Set<PeerId> peers = new LinkedHashSet<>();
        for (int i = 0; i < count; i++) {
            require(peers.add(PeerId.ofBytes(bytes(in, PeerId.BYTES))), "with a peer named twice");
        }
        members = Collections.unmodifiableSet(peers);
        require(!from.equals(to), "to the same key");
        require(!graceEndsAt.isBefore(issuedAt), "with an end before its beginning");
        require(creator.verifies(LABEL, content, signature), "not signed by its creator");
    }

    /**
     * @param creator of the network
     * @param members who gets the new key, at most 10,000, each once
     * @param graceEndsAt until when the old key serves to hand on the new one, not before {@code now}
     * @throws IllegalArgumentException if that cannot be: too many, or an impossible time
     */
    public static Rotation sign(
            Identity creator,
            NetworkId from,
            NetworkId to,
            Collection<PeerId> members,
            Instant now,
            Instant graceEndsAt) {
        ByteBuffer out = ByteBuffer.allocate(HEAD_BYTES + members.size() * PeerId.BYTES)
                .put((byte) VERSION)
                .put(from.toBytes())
                .put(to.toBytes())
                .putLong(now.truncatedTo(ChronoUnit.MILLIS).toEpochMilli())
                .putLong(graceEndsAt.toEpochMilli())
                .put(creator.publicKey())
                .putInt(members.size());
        members.forEach(member -> out.put(member.toBytes()));
        return new Rotation(out.array(), creator.sign(LABEL, out.array()));
    }

    /** @throws IllegalArgumentException unless it is well formed and signed by the creator that it names */
    public static Rotation parse(String text) {
        int point = text.indexOf('.');
        require(point > 0, "without a signature");
        try {
            return new Rotation(
                    Base64.getDecoder().decode(text.substring(0, point)),
                    Base64.getDecoder().decode(text.substring(point + 1)));
        } catch (BufferUnderflowException e) {
            throw new IllegalArgumentException("rotation: cut off", e);
        }
    }

    /** One line: content and signature, each in base64 without padding, with a point between them. */
    public String format() {
        Base64.Encoder base64 = Base64.getEncoder().withoutPadding();
        return base64.encodeToString(content) + "." + base64.encodeToString(signature);
    }

    public NetworkId from() {
        return from;
    }

    public NetworkId to() {
        return to;
    }

    public Instant issuedAt() {
        return issuedAt;
    }

    public Instant graceEndsAt() {
        return graceEndsAt;
    }

    public CreatorKey creator() {
        return creator;
    }

    /** Who gets the new key, in the order of the signature. */
    public Set<PeerId> members() {
        return members;
    }

    public boolean isFor(PeerId peer) {
        return members.contains(peer);
    }

    private static byte[] bytes(ByteBuffer in, int count) {
        byte[] bytes = new byte[count];
        in.get(bytes);
        return bytes;
    }

    private static Instant instant(long unixMillis) {
        require(unixMillis >= 0 && unixMillis <= LATEST.toEpochMilli(), "with an impossible time");
        return Instant.ofEpochMilli(unixMillis);
    }

    private static void require(boolean holds, String otherwise) {
        if (!holds) {
            throw new IllegalArgumentException("rotation: " + otherwise);
        }
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Rotation rotation
                && Arrays.equals(content, rotation.content)
                && Arrays.equals(signature, rotation.signature);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(content);
    }

    @Override
    public String toString() {
        return "Rotation[" + from + " to " + to + ", " + members.size() + " members]";
    }
}
