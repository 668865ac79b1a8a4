package io.omerta.network.tcpip.stack;

import io.omerta.network.tcpip.flow.FlowPolicy;
import io.omerta.network.tcpip.flow.TcpFlow;
import io.omerta.network.tcpip.flow.TcpFlowHandler;
import io.omerta.network.tcpip.flow.Verdict;
import io.omerta.network.tcpip.socket.SequenceSource;
import io.omerta.network.tcpip.wire.IcmpMessage;
import io.omerta.network.tcpip.wire.IcmpView;
import io.omerta.network.tcpip.wire.IpAddress;
import io.omerta.network.tcpip.wire.IpPacket;
import io.omerta.network.tcpip.wire.IpProtocol;
import io.omerta.network.tcpip.wire.IpView;
import io.omerta.network.tcpip.wire.Ipv4Address;
import io.omerta.network.tcpip.wire.Parsed;
import io.omerta.network.tcpip.wire.TcpView;
import io.omerta.network.tcpip.wire.UdpView;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * Ends the flows of guests. Feed it with {@link #input}, then call {@link #poll}: only then handlers hear of changes and
 * segments go out, so that a batch of packets is answered at once. Times are nanoseconds, not negative, never going back.
 * Confined to one thread; nothing a guest sends makes it throw.
 */
public final class IpStack {
    private static final int V4_ECHO_REQUEST = 8;
    private static final int V6_ECHO_REQUEST = 128;
    private static final int V6_ECHO_REPLY = 129;

    /** What the parts of a stack share. */
    record Parts(
            StackConfig config,
            Guests guests,
            PacketOutput output,
            IcmpErrors icmpErrors,
            Counters counters,
            DeadlineQueue deadlines) {}

    private final StackConfig config;
    private final Counters counters;
    private final PacketOutput output;
    private final IcmpErrors icmpErrors;
    private final Fragments fragments;
    private final DeadlineQueue deadlines = new DeadlineQueue();
    private final TcpFlows tcp;
    private final UdpFlows udp;

    /**
     * A stack without flows.
     *
     * @param sequences from a secret of its own
     * @param toGuests called by {@link #input} and {@link #poll}
     */
    public IpStack(
            StackConfig config,
            FlowPolicy policy,
            Forwarding forwarding,
            SequenceSource sequences,
            Counters counters,
            PacketSink toGuests) {
        this.config = config;
        this.counters = counters;
        this.output = new PacketOutput(toGuests, counters, config.mtu());
        this.fragments = new Fragments(counters);
        Guests guests = new Guests(config);
        this.icmpErrors = new IcmpErrors(output, counters, guests);
        Parts parts = new Parts(config, guests, output, icmpErrors, counters, deadlines);
        Gatekeeper gatekeeper = new Gatekeeper(policy, forwarding, counters);
        this.tcp = new TcpFlows(parts, gatekeeper, sequences);
        this.udp = new UdpFlows(parts, gatekeeper);
    }

    /** Takes a packet of a guest; the buffer may be used again after the call. */
    public void input(long now, ByteBuffer raw) {
        counters.count(Counter.PACKETS_IN);
        counters.add(Counter.BYTES_IN, raw.remaining());
        IpPacket packet = valid(IpView.parse(raw));
        if (packet == null) {
            return;
        }
        if (!packet.source().isUnicastHost() || packet.destination().isMulticast() || isFromHub(packet)) {
            counters.count(Counter.MARTIAN);
        } else if (packet.fragment() != null) {
            Fragments.Whole whole = fragments.add(now, packet, raw);
            if (whole != null) {
                route(now, whole.packet(), whole.raw());
            }
        } else {
            route(now, packet, raw);
        }
    }

    private boolean isFromHub(IpPacket packet) {
        return config.hubAddresses().contains(packet.source());
    }

    private void route(long now, IpPacket packet, ByteBuffer raw) {
        switch (packet.protocol()) {
            case IpProtocol.TCP -> {
                var segment = valid(TcpView.parse(packet));
                if (segment != null) {
                    tcp.onSegment(now, packet, segment);
                }
            }
            case IpProtocol.UDP -> {
                var datagram = valid(UdpView.parse(packet));
                if (datagram != null) {
                    udp.onDatagram(now, packet, datagram, raw);
                }
            }
            case IpProtocol.ICMP, IpProtocol.ICMPV6 -> {
                var message = valid(IcmpView.parse(packet));
                if (message != null) {
                    onIcmp(now, packet, message, raw);
                }
            }
            default -> icmpErrors.protocolUnreachable(now, packet, raw);
        }
    }

    private <T> @Nullable T valid(Parsed<T> parsed) {
        return switch (parsed) {
            case Parsed.Valid<T> valid -> valid.value();
            case Parsed.Malformed<T> _ -> {
                counters.count(Counter.MALFORMED);
                yield null;
            }
        };
    }

    /** Answers an echo to the hub, forbids one to others, believes what segments do not fit, and leaves everything else alone. */
    private void onIcmp(long now, IpPacket packet, IcmpMessage message, ByteBuffer raw) {
        boolean four = packet.source() instanceof Ipv4Address;
        if (message.type() != (four ? V4_ECHO_REQUEST : V6_ECHO_REQUEST)) {
            PacketTooBig tooBig = PacketTooBig.of(packet, message);
            if (tooBig != null) {
                tcp.onTooBig(now, tooBig);
            }
            return;
        }
        if (!config.hubAddresses().contains(packet.destination())) {
            icmpErrors.unreachable(now, packet, raw, Verdict.Unreachable.Kind.PROHIBITED);
            return;
        }
        int reply = four ? 0 : V6_ECHO_REPLY;
        output.icmp(
                packet.destination(), packet.source(), new IcmpMessage(reply, 0, message.rest(), message.payload()));
    }

    /** Does what has become due, tells handlers, and sends. */
    public void poll(long now) {
        udp.poll(now);
        Timed timed = deadlines.poll(now);
        while (timed != null) {
            switch (timed) {
                case StackTcpFlow flow -> tcp.onTimer(now, flow);
                case StackUdpFlow flow -> udp.onTimer(now, flow);
            }
            timed = deadlines.poll(now);
        }
        tcp.poll(now);
    }

    /** When {@link #poll} must be called although no packet came; {@link Long#MAX_VALUE} if never. */
    public long nextDeadline() {
        return tcp.hasWork() ? 0 : deadlines.next();
    }

    /**
     * Opens a TCP connection from one of this stack's addresses to a guest.
     *
     * @return null if the guest has too many flows, or this very one
     */
    public @Nullable TcpFlow connect(
            long now, IpAddress local, int localPort, IpAddress guest, int guestPort, TcpFlowHandler handler) {
        return tcp.connect(now, new FlowKey(guest, guestPort, local, localPort), handler);
    }

    /** Ends all flows of a guest that is gone. */
    public void endFlowsOf(long now, IpAddress guest) {
        tcp.endAll(now, guest::equals);
        udp.endAll(guest::equals);
    }

    /** Ends all flows of all guests. */
    public void endAllFlows(long now) {
        tcp.endAll(now, _ -> true);
        udp.endAll(_ -> true);
    }

    /** Flows in the table now, those in TIME-WAIT included. */
    public int flows() {
        return tcp.size() + udp.size();
    }
}
