package io.omerta.core.network;

import java.util.HexFormat;

/** Names a network without telling its key: 64 lower-case hex digits. */
public record NetworkId(String hex) implements Comparable<NetworkId> {
    public static final int BYTES = 32;

    public NetworkId {
        if (!hex.matches("[0-9a-f]{64}")) {
            throw new IllegalArgumentException("network id: not 64 lower-case hex digits");
        }
    }

    /** @throws IllegalArgumentException unless there are 32 bytes */
    public static NetworkId ofBytes(byte[] bytes) {
        if (bytes.length != BYTES) {
            throw new IllegalArgumentException("network id: " + bytes.length + " bytes, 32 expected");
        }
        return new NetworkId(HexFormat.of().formatHex(bytes));
    }

    public byte[] toBytes() {
        return HexFormat.of().parseHex(hex);
    }

    @Override
    public int compareTo(NetworkId other) {
        return hex.compareTo(other.hex);
    }

    @Override
    public String toString() {
        return hex;
    }
}
