package io.omerta.network.tcpip.stack;

import io.omerta.network.tcpip.wire.IcmpMessage;
import io.omerta.network.tcpip.wire.IpAddress;
import io.omerta.network.tcpip.wire.IpPacket;
import io.omerta.network.tcpip.wire.IpProtocol;
import io.omerta.network.tcpip.wire.Ipv4Address;
import io.omerta.network.tcpip.wire.Ipv6Address;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * A guest says that one of our TCP segments did not fit a link (RFC 792 with RFC 1191 §4; RFC 4443 §3.2). It may be forged: what
 * it quotes has to be a segment of that very guest's that is on its way (RFC 5927 §4.1).
 *
 * @param sequence of the segment
 * @param packetBytes of the longest packet that fits
 */
record PacketTooBig(FlowKey flow, int sequence, int packetBytes) {
    private static final int V4_UNREACHABLE = 3;
    private static final int V4_FRAGMENTATION_NEEDED = 4;
    private static final int V6_TOO_BIG = 2;
    private static final int V4_HEADER_BYTES = 20;
    private static final int V6_HEADER_BYTES = 40;
    /** Ports and the sequence number: all that a router has to quote. */
    private static final int QUOTED_TCP_BYTES = 8;

    /** Null if the message says something else, or too little: routers that name no length are left to time-outs. */
    static @Nullable PacketTooBig of(IpPacket carrier, IcmpMessage message) {
        ByteBuffer quote = message.payload();
        if (carrier.source() instanceof Ipv4Address) {
            return message.type() == V4_UNREACHABLE && message.code() == V4_FRAGMENTATION_NEEDED
                    ? ofV4(carrier.source(), message.rest() & 0xFFFF, quote)
                    : null;
        }
        return message.type() == V6_TOO_BIG ? ofV6(carrier.source(), message.rest(), quote) : null;
    }

    private static @Nullable PacketTooBig ofV4(IpAddress guest, int bytes, ByteBuffer quote) {
        if (quote.remaining() < V4_HEADER_BYTES || quote.get(0) >>> 4 != 4 || quote.get(9) != IpProtocol.TCP) {
            return null;
        }
        IpAddress from = new Ipv4Address(quote.getInt(12));
        IpAddress to = new Ipv4Address(quote.getInt(16));
        return of(guest, from, to, (quote.get(0) & 0xF) * 4, bytes, quote);
    }

    private static @Nullable PacketTooBig ofV6(IpAddress guest, int bytes, ByteBuffer quote) {
        if (quote.remaining() < V6_HEADER_BYTES || quote.get(0) >>> 4 != 6 || quote.get(6) != IpProtocol.TCP) {
            return null;
        }
        IpAddress from = new Ipv6Address(quote.getLong(8), quote.getLong(16));
        IpAddress to = new Ipv6Address(quote.getLong(24), quote.getLong(32));
        return of(guest, from, to, V6_HEADER_BYTES, bytes, quote);
    }

    private static @Nullable PacketTooBig of(
            IpAddress guest, IpAddress from, IpAddress to, int header, int bytes, ByteBuffer quote) {
        if (!to.equals(guest)
                || bytes <= 0
                || header < V4_HEADER_BYTES
                || quote.remaining() < header + QUOTED_TCP_BYTES) {
            return null;
        }
        int localPort = quote.getShort(header) & 0xFFFF;
        int guestPort = quote.getShort(header + 2) & 0xFFFF;
        return new PacketTooBig(new FlowKey(guest, guestPort, from, localPort), quote.getInt(header + 4), bytes);
    }
}
