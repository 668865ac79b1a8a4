package io.omerta.network.tcpip.stack;

import io.omerta.network.tcpip.wire.IcmpMessage;
import io.omerta.network.tcpip.wire.IpAddress;
import io.omerta.network.tcpip.wire.Ipv4Fragmenter;
import io.omerta.network.tcpip.wire.PacketWriter;
import io.omerta.network.tcpip.wire.TcpSegment;
import io.omerta.network.tcpip.wire.UdpDatagram;
import java.nio.ByteBuffer;

/** Writes packets, counts them and hands them out. */
final class PacketOutput {
    private final PacketWriter writer = new PacketWriter();
    private final PacketSink sink;
    private final Counters counters;
    private final int mtu;

    PacketOutput(PacketSink sink, Counters counters, int mtu) {
        this.mtu = mtu;
        this.sink = sink;
        this.counters = counters;
    }

    void tcp(IpAddress from, IpAddress to, TcpSegment segment) {
        send(writer.tcp(from, to, segment));
    }

    void udp(IpAddress from, IpAddress to, UdpDatagram datagram) {
        send(writer.udp(from, to, datagram));
    }

    void icmp(IpAddress from, IpAddress to, IcmpMessage message) {
        send(writer.icmp(from, to, message));
    }

    /** TCP never exceeds the link; a datagram or an echo may, if it came in fragments itself. */
    private void send(ByteBuffer packet) {
        if (packet.remaining() <= mtu) {
            hand(packet);
        } else if (isIpv4(packet)) {
            Ipv4Fragmenter.split(packet, mtu, this::hand);
        } else {
            counters.count(Counter.DATAGRAMS_TOO_BIG);
        }
    }

    private static boolean isIpv4(ByteBuffer packet) {
        return packet.get(packet.position()) >>> 4 == 4;
    }

    private void hand(ByteBuffer packet) {
        counters.count(Counter.PACKETS_OUT);
        counters.add(Counter.BYTES_OUT, packet.remaining());
        sink.accept(packet);
    }
}
