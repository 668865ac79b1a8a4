package io.omerta.network.wireguard;

import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/** Copies of packets that wait for a session; bounded, the oldest gives way. */
final class StagedPackets {
    private final ArrayDeque<byte[]> packets = new ArrayDeque<>();

    void add(byte[] packet) {
        if (packets.size() == Protocol.STAGED_PACKETS_MAX) {
            packets.removeFirst();
        }
        packets.addLast(packet);
    }

    byte @Nullable [] poll() {
        return packets.pollFirst();
    }

    boolean isEmpty() {
        return packets.isEmpty();
    }

    void clear() {
        packets.clear();
    }
}
