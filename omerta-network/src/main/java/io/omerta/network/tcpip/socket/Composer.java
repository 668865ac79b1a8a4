package io.omerta.network.tcpip.socket;

import io.omerta.network.tcpip.wire.SackBlock;
import io.omerta.network.tcpip.wire.TcpFlags;
import io.omerta.network.tcpip.wire.TcpOptions;
import io.omerta.network.tcpip.wire.TcpSegment;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Completes segments of a synchronized connection: ports, acknowledgment, window, options. */
final class Composer implements SegmentOutput {
    /** With timestamps only three blocks fit into 40 octets of options (RFC 2018 §3). */
    private static final int BLOCKS_NEXT_TO_TIMESTAMPS = 3;

    private final TcpIdentity identity;
    private final TimestampClock clock;
    private final TcpConnection.Link link;
    private final TcpOptions.@Nullable Timestamps stamp;
    private final TcpOptions plain;
    private final Consumer<TcpSegment> out;

    Composer(TcpIdentity identity, TimestampClock clock, TcpConnection.Link link, long now, Consumer<TcpSegment> out) {
        this.identity = identity;
        this.clock = clock;
        this.link = link;
        this.stamp = clock.inUse() ? clock.stamp(now) : null;
        this.plain = stamp == null ? TcpOptions.NONE : new TcpOptions(0, -1, false, List.of(), stamp);
        this.out = out;
    }

    /** Sends a segment that has no room for SACK blocks. */
    @Override
    public void send(int sequence, int flags, ByteBuffer payload) {
        send(sequence, flags, payload, plain);
    }

    /** Sends the bare acknowledgments that are still due. */
    void acknowledgments() {
        while (link.receiver().acksDue() > 0) {
            int most = stamp == null ? TcpOptions.MAX_SACK_BLOCKS : BLOCKS_NEXT_TO_TIMESTAMPS;
            List<SackBlock> blocks = link.receiver().sackBlocks(most);
            TcpOptions options = blocks.isEmpty() ? plain : new TcpOptions(0, -1, false, blocks, stamp);
            send(link.sender().nxt(), TcpFlags.ACK, TcpSegment.nothing(), options);
        }
    }

    private void send(int sequence, int flags, ByteBuffer payload, TcpOptions options) {
        Receiver receiver = link.receiver();
        int window = receiver.advertise();
        out.accept(new TcpSegment(
                identity.localPort(),
                identity.remotePort(),
                sequence,
                receiver.next(),
                flags,
                window,
                options,
                payload));
        receiver.acknowledged();
        clock.onAcknowledgmentSent(receiver.next());
    }
}
