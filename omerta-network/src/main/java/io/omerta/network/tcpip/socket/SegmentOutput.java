package io.omerta.network.tcpip.socket;

import java.nio.ByteBuffer;

/** Where a {@link Sender} puts a segment's own part; the connection adds ports, acknowledgment, window and options. */
interface SegmentOutput {
    void send(int sequence, int flags, ByteBuffer payload);
}
