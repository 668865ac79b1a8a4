package io.omerta.network.tcpip.stack;

import java.nio.ByteBuffer;

/** Where packets for guests go. */
@FunctionalInterface
public interface PacketSink {
    /** Takes a whole IP packet; the buffer is valid, and may be changed, during the call only. Must not block. */
    void accept(ByteBuffer packet);
}
