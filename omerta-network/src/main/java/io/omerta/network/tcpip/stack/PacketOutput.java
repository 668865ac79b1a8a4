package io.omerta.network.tcpip.stack;

import io.omerta.network.tcpip.wire.IcmpMessage;
import io.omerta.network.tcpip.wire.IpAddress;
import io.omerta.network.tcpip.wire.PacketWriter;
import io.omerta.network.tcpip.wire.TcpSegment;
import io.omerta.network.tcpip.wire.UdpDatagram;
import java.nio.ByteBuffer;

/** Writes packets, counts them and hands them out. */
final class PacketOutput {
    private final PacketWriter writer = new PacketWriter();
    private final PacketSink sink;
    private final Counters counters;

    PacketOutput(PacketSink sink, Counters counters) {
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

    private void send(ByteBuffer packet) {
        counters.count(Counter.PACKETS_OUT);
        counters.add(Counter.BYTES_OUT, packet.remaining());
        sink.accept(packet);
    }
}
