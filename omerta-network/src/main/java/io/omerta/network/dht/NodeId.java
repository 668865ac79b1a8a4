package io.omerta.network.dht;

import io.omerta.core.identity.PeerId;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.random.RandomGenerator;

/**
 * A point of the overlay's space of 256 bits: a node, which is where its peer's id puts it, or the key of a record. The
 * distance of two points is their XOR, read as a number (Maymounkov and Mazières 2002, section 2.1).
 */
public final class NodeId implements Comparable<NodeId> {
    public static final int BYTES = 32;
    public static final int BITS = 8 * BYTES;

    // Four numbers instead of an array: a node keeps some hundred of these, and compares them all the time.
    private final long a;
    private final long b;
    private final long c;
    private final long d;

    private NodeId(long a, long b, long c, long d) {
        this.a = a;
        this.b = b;
        this.c = c;
        this.d = d;
    }

    /** @throws IllegalArgumentException unless there are 32 bytes */
    public static NodeId ofBytes(byte[] bytes) {
        if (bytes.length != BYTES) {
            throw new IllegalArgumentException("node id: " + bytes.length + " bytes, " + BYTES + " expected");
        }
        return read(ByteBuffer.wrap(bytes));
    }

    /** @throws java.nio.BufferUnderflowException if less than 32 bytes are left */
    static NodeId read(ByteBuffer from) {
        return new NodeId(from.getLong(), from.getLong(), from.getLong(), from.getLong());
    }

    public static NodeId of(PeerId peer) {
        return ofBytes(peer.toBytes());
    }

    public static NodeId random(RandomGenerator random) {
        return new NodeId(random.nextLong(), random.nextLong(), random.nextLong(), random.nextLong());
    }

    /** SHA-256 of the parts in turn; the caller sees to it that no two lists of parts read the same. */
    public static NodeId hash(byte[]... parts) {
        try {
            MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
            for (byte[] part : parts) {
                sha256.update(part);
            }
            return ofBytes(sha256.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every JDK has SHA-256", e);
        }
    }

    public PeerId toPeerId() {
        return PeerId.ofBytes(toBytes());
    }

    /** 32 bytes, the caller's own. */
    public byte[] toBytes() {
        byte[] bytes = new byte[BYTES];
        write(ByteBuffer.wrap(bytes));
        return bytes;
    }

    void write(ByteBuffer to) {
        to.putLong(a).putLong(b).putLong(c).putLong(d);
    }

    /** How many leading bits two points share, 0 to 256. */
    public int commonPrefix(NodeId other) {
        if (a != other.a) {
            return Long.numberOfLeadingZeros(a ^ other.a);
        }
        if (b != other.b) {
            return 64 + Long.numberOfLeadingZeros(b ^ other.b);
        }
        if (c != other.c) {
            return 128 + Long.numberOfLeadingZeros(c ^ other.c);
        }
        return 192 + Long.numberOfLeadingZeros(d ^ other.d);
    }

    /** Negative if {@code one} is nearer to this point than {@code two}, 0 if they are the same. */
    public int compareDistance(NodeId one, NodeId two) {
        int order = Long.compareUnsigned(a ^ one.a, a ^ two.a);
        if (order == 0) {
            order = Long.compareUnsigned(b ^ one.b, b ^ two.b);
        }
        if (order == 0) {
            order = Long.compareUnsigned(c ^ one.c, c ^ two.c);
        }
        return order == 0 ? Long.compareUnsigned(d ^ one.d, d ^ two.d) : order;
    }

    /** The distance, as far as one number tells: the smaller, the nearer; where it is the same, {@link #compareDistance} tells. */
    long distanceOrder(NodeId other) {
        return (a ^ other.a) ^ Long.MIN_VALUE;
    }

    /** The distance as a part of the whole space, 0 to 1. */
    double distance(NodeId other) {
        return ((a ^ other.a) >>> 11) * 0x1p-53;
    }

    /** Bit 0 is the first. */
    public boolean bit(int index) {
        long word = index < 64 ? a : index < 128 ? b : index < 192 ? c : d;
        return (word >>> (63 - index % 64) & 1) == 1;
    }

    /** So many bits from that one on, as a number; those beyond the last are 0. */
    int bits(int from, int count) {
        int bits = 0;
        for (int i = from; i < from + count; i++) {
            bits = bits << 1 | (i < BITS && bit(i) ? 1 : 0);
        }
        return bits;
    }

    /** A random point that shares exactly that many leading bits with this one. */
    NodeId randomAt(int prefix, RandomGenerator random) {
        NodeId other = random(random);
        return new NodeId(
                mix(a, other.a, prefix),
                mix(b, other.b, prefix - 64),
                mix(c, other.c, prefix - 128),
                mix(d, other.d, prefix - 192));
    }

    /** The first {@code prefix} bits of the one, the next one flipped, the rest of the other. */
    private static long mix(long one, long other, int prefix) {
        if (prefix >= 64) {
            return one;
        }
        if (prefix < 0) {
            return other;
        }
        long flipped = 1L << (63 - prefix);
        long rest = flipped - 1;
        return (one & ~rest & ~flipped) | (~one & flipped) | (other & rest);
    }

    /** The point after this one; the last one's is the first. */
    NodeId next() {
        long d1 = d + 1;
        long c1 = d1 == 0 ? c + 1 : c;
        long b1 = d1 == 0 && c1 == 0 ? b + 1 : b;
        return new NodeId(d1 == 0 && c1 == 0 && b1 == 0 ? a + 1 : a, b1, c1, d1);
    }

    /** As unsigned numbers. */
    @Override
    public int compareTo(NodeId other) {
        return ZERO.compareDistance(this, other);
    }

    private static final NodeId ZERO = new NodeId(0, 0, 0, 0);

    @Override
    public boolean equals(Object other) {
        return other instanceof NodeId id && a == id.a && b == id.b && c == id.c && d == id.d;
    }

    @Override
    public int hashCode() {
        return Long.hashCode(a ^ d);
    }

    @Override
    public String toString() {
        return String.format("%016x…", a);
    }
}
