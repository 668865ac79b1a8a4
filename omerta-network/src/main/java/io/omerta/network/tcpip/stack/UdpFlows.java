package io.omerta.network.tcpip.stack;

import io.omerta.network.tcpip.flow.FlowRequest;
import io.omerta.network.tcpip.flow.UdpService;
import io.omerta.network.tcpip.flow.Verdict;
import io.omerta.network.tcpip.wire.IpAddress;
import io.omerta.network.tcpip.wire.IpPacket;
import io.omerta.network.tcpip.wire.PacketWriter;
import io.omerta.network.tcpip.wire.UdpDatagram;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** All UDP flows: sessions that begin with a datagram and end by silence. */
final class UdpFlows {
    private final StackConfig config;
    private final Gatekeeper gatekeeper;
    private final Guests guests;
    private final PacketOutput output;
    private final IcmpErrors icmpErrors;
    private final Counters counters;
    private final DeadlineQueue deadlines;
    private final Map<FlowKey, StackUdpFlow> flows = new HashMap<>();
    private long now;

    UdpFlows(IpStack.Parts parts, Gatekeeper gatekeeper) {
        this.config = parts.config();
        this.guests = parts.guests();
        this.output = parts.output();
        this.icmpErrors = parts.icmpErrors();
        this.counters = parts.counters();
        this.deadlines = parts.deadlines();
        this.gatekeeper = gatekeeper;
    }

    int size() {
        return flows.size();
    }

    void onDatagram(long time, IpPacket packet, UdpDatagram datagram, ByteBuffer raw) {
        now = time;
        FlowKey key =
                new FlowKey(packet.source(), datagram.sourcePort(), packet.destination(), datagram.destinationPort());
        StackUdpFlow known = flows.get(key);
        StackUdpFlow flow = known == null ? begin(key, packet, raw) : known;
        if (flow != null) {
            flow.onActivity(now);
            receive(flow, datagram.payload());
        }
    }

    private void receive(StackUdpFlow flow, ByteBuffer payload) {
        try {
            flow.received(payload);
        } catch (RuntimeException fault) {
            gatekeeper.onFault(flow.request(), fault);
            remove(flow);
        }
    }

    private @Nullable StackUdpFlow begin(FlowKey key, IpPacket packet, ByteBuffer raw) {
        Guest guest = guests.of(key.guest(), now);
        if (guest == null || guest.flows() >= config.maxFlowsPerGuest()) {
            counters.count(Counter.FLOWS_OVER_LIMIT);
            icmpErrors.unreachable(now, packet, raw, Verdict.Unreachable.Kind.PROHIBITED);
            return null;
        }
        return switch (gatekeeper.udp(key.request(FlowRequest.Protocol.UDP))) {
            case Gatekeeper.UdpAnswer.Refused refused -> {
                refuse(packet, raw, refused.verdict());
                yield null;
            }
            case Gatekeeper.UdpAnswer.Taken taken -> begin(key, guest, taken.service());
        };
    }

    private @Nullable StackUdpFlow begin(FlowKey key, Guest guest, UdpService service) {
        StackUdpFlow flow = new StackUdpFlow(this, key, guest, config.udpIdle().toNanos(), now);
        flows.put(key, flow);
        guest.onBegun();
        counters.count(Counter.FLOWS_BEGUN);
        try {
            flow.handleWith(service.begin(flow));
        } catch (RuntimeException fault) {
            gatekeeper.onFault(flow.request(), fault);
            unreachable(flow);
        }
        deadlines.schedule(flow);
        return flows.get(key);
    }

    private void refuse(IpPacket packet, ByteBuffer raw, Verdict verdict) {
        switch (verdict) {
            case Verdict.Drop _ -> {}
            case Verdict.Unreachable refusal -> icmpErrors.unreachable(now, packet, raw, refusal.kind());
            case Verdict.Reset _, Verdict.Forward _, Verdict.ServeTcp _, Verdict.ServeUdp _ ->
                icmpErrors.unreachable(now, packet, raw, Verdict.Unreachable.Kind.PORT);
        }
    }

    void send(StackUdpFlow flow, ByteBuffer payload) {
        FlowKey key = flow.key();
        if (payload.remaining() > PacketWriter.maxUdpPayloadBytes(key.local())) {
            counters.count(Counter.DATAGRAMS_TOO_BIG);
            return;
        }
        flow.onActivity(now);
        output.udp(key.local(), key.guest(), new UdpDatagram(key.localPort(), key.guestPort(), payload));
    }

    void unreachable(StackUdpFlow flow) {
        icmpErrors.portUnreachable(now, flow.key());
        remove(flow);
    }

    void remove(StackUdpFlow flow) {
        if (flows.remove(flow.key(), flow)) {
            flow.guest().onEnded();
            counters.count(Counter.FLOWS_ENDED);
            flow.end();
        }
    }

    void onTimer(long time, StackUdpFlow flow) {
        now = time;
        remove(flow);
    }

    /** The time of what is sent until the next call. */
    void poll(long time) {
        now = time;
    }

    void endAll(Predicate<IpAddress> whose) {
        List<StackUdpFlow> doomed = flows.values().stream()
                .filter(flow -> whose.test(flow.key().guest()))
                .toList();
        doomed.forEach(this::remove);
    }
}
