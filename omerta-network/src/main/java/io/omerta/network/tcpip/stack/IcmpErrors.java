package io.omerta.network.tcpip.stack;

import io.omerta.network.tcpip.flow.Verdict;
import io.omerta.network.tcpip.wire.IcmpMessage;
import io.omerta.network.tcpip.wire.IpAddress;
import io.omerta.network.tcpip.wire.IpPacket;
import io.omerta.network.tcpip.wire.Ipv4Address;
import io.omerta.network.tcpip.wire.PacketWriter;
import io.omerta.network.tcpip.wire.UdpDatagram;
import java.nio.ByteBuffer;

/** Tells guests what cannot be reached (RFC 792, RFC 1812 §5.2.7.1, RFC 4443 §3), so many a second per guest. */
final class IcmpErrors {
    private static final int V4_UNREACHABLE = 3;
    private static final int V6_UNREACHABLE = 1;
    private static final int V6_PARAMETER_PROBLEM = 4;
    private static final int V4_PROTOCOL_CODE = 2;
    private static final int V6_NEXT_HEADER_CODE = 1;
    /** RFC 1812 §4.3.2.3: the error fits in 576 octets; 1280 with IPv6. */
    private static final int V4_QUOTE_BYTES = 576 - 28;

    private static final int V6_QUOTE_BYTES = 1280 - 48;
    private static final int V6_NEXT_HEADER_OFFSET = 6;

    private final PacketOutput output;
    private final Counters counters;
    private final Guests guests;
    private final PacketWriter quotes = new PacketWriter();

    IcmpErrors(PacketOutput output, Counters counters, Guests guests) {
        this.output = output;
        this.counters = counters;
        this.guests = guests;
    }

    /**
     * Answers a packet of a guest.
     *
     * @param raw the packet as it came
     */
    void unreachable(long now, IpPacket packet, ByteBuffer raw, Verdict.Unreachable.Kind kind) {
        boolean four = packet.source() instanceof Ipv4Address;
        send(now, packet, raw, four ? V4_UNREACHABLE : V6_UNREACHABLE, four ? codeV4(kind) : codeV6(kind), 0);
    }

    void protocolUnreachable(long now, IpPacket packet, ByteBuffer raw) {
        if (packet.source() instanceof Ipv4Address) {
            send(now, packet, raw, V4_UNREACHABLE, V4_PROTOCOL_CODE, 0);
        } else {
            send(now, packet, raw, V6_PARAMETER_PROBLEM, V6_NEXT_HEADER_CODE, V6_NEXT_HEADER_OFFSET);
        }
    }

    /** Answers a datagram that is not at hand any more: addresses and ports are all that its sender looks at. */
    void portUnreachable(long now, FlowKey key) {
        UdpDatagram stand = new UdpDatagram(key.guestPort(), key.localPort(), ByteBuffer.allocate(0));
        ByteBuffer raw = quotes.udp(key.guest(), key.local(), stand);
        IpPacket packet = new IpPacket(key.guest(), key.local(), 0, 0, null, raw);
        unreachable(now, packet, raw, Verdict.Unreachable.Kind.PORT);
    }

    private void send(long now, IpPacket packet, ByteBuffer raw, int type, int code, int rest) {
        IpAddress guestAddress = packet.source();
        Guest guest = guests.of(guestAddress, now);
        if (guest == null || !guest.icmpErrors().tryTake(now)) {
            counters.count(Counter.ICMP_ERRORS_LIMITED);
            return;
        }
        int most = guestAddress instanceof Ipv4Address ? V4_QUOTE_BYTES : V6_QUOTE_BYTES;
        ByteBuffer quote = raw.slice(raw.position(), Math.min(most, raw.remaining()));
        counters.count(Counter.ICMP_ERRORS);
        output.icmp(packet.destination(), guestAddress, new IcmpMessage(type, code, rest, quote));
    }

    private static int codeV4(Verdict.Unreachable.Kind kind) {
        return switch (kind) {
            case PORT -> 3;
            case HOST -> 1;
            case PROHIBITED -> 13;
        };
    }

    private static int codeV6(Verdict.Unreachable.Kind kind) {
        return switch (kind) {
            case PORT -> 4;
            case HOST -> 3;
            case PROHIBITED -> 1;
        };
    }
}
