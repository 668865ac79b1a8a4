package io.omerta.network.tcpip.stack;

import io.omerta.network.tcpip.flow.FlowRequest;
import io.omerta.network.tcpip.flow.TcpFlowHandler;
import io.omerta.network.tcpip.flow.TcpService;
import io.omerta.network.tcpip.flow.Verdict;
import io.omerta.network.tcpip.socket.Sequence;
import io.omerta.network.tcpip.socket.SequenceSource;
import io.omerta.network.tcpip.socket.TcpConnection;
import io.omerta.network.tcpip.socket.TcpIdentity;
import io.omerta.network.tcpip.wire.IpAddress;
import io.omerta.network.tcpip.wire.IpPacket;
import io.omerta.network.tcpip.wire.PacketWriter;
import io.omerta.network.tcpip.wire.TcpFlags;
import io.omerta.network.tcpip.wire.TcpOptions;
import io.omerta.network.tcpip.wire.TcpSegment;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** All TCP flows: finds a segment's flow, begins new ones as the policy says, and lets changed ones send. */
final class TcpFlows {
    private static final int TCP_HEADER_BYTES = 20;

    private final StackConfig config;
    private final Gatekeeper gatekeeper;
    private final Guests guests;
    private final PacketOutput output;
    private final IcmpErrors icmpErrors;
    private final Counters counters;
    private final DeadlineQueue deadlines;
    private final SequenceSource sequences;
    private final PacketWriter quotes = new PacketWriter();

    private final Map<FlowKey, StackTcpFlow> flows = new HashMap<>();
    private final Queue<StackTcpFlow> touched = new ArrayDeque<>();
    private long now;

    TcpFlows(IpStack.Parts parts, Gatekeeper gatekeeper, SequenceSource sequences) {
        this.config = parts.config();
        this.guests = parts.guests();
        this.output = parts.output();
        this.icmpErrors = parts.icmpErrors();
        this.counters = parts.counters();
        this.deadlines = parts.deadlines();
        this.gatekeeper = gatekeeper;
        this.sequences = sequences;
    }

    int size() {
        return flows.size();
    }

    long now() {
        return now;
    }

    void onSegment(long time, IpPacket packet, TcpSegment segment) {
        now = time;
        FlowKey key =
                new FlowKey(packet.source(), segment.sourcePort(), packet.destination(), segment.destinationPort());
        StackTcpFlow flow = flows.get(key);
        if (flow != null && reopens(flow, segment)) {
            remove(flow);
            flow = null;
        }
        if (flow != null) {
            flow.onSegment(now, segment);
            touch(flow);
        } else if (segment.has(TcpFlags.SYN) && !segment.has(TcpFlags.ACK)) {
            begin(key, segment);
        } else if (!segment.has(TcpFlags.RST)) {
            reset(key, segment);
        }
    }

    void onTooBig(long time, PacketTooBig message) {
        now = time;
        StackTcpFlow flow = flows.get(message.flow());
        if (flow == null) {
            return;
        }
        TcpConnection connection = flow.connection();
        if (connection != null) {
            connection.onTooLong(now, message.sequence(), message.packetBytes());
            touch(flow);
        }
    }

    /** A new SYN may end the wait for old duplicates if its numbers are beyond theirs (RFC 9293 §3.10.7.4). */
    private static boolean reopens(StackTcpFlow flow, TcpSegment segment) {
        TcpConnection connection = flow.connection();
        return connection != null
                && flow.isWaitingOutDuplicates()
                && segment.has(TcpFlags.SYN)
                && !segment.has(TcpFlags.ACK)
                && Sequence.after(segment.sequence(), connection.expectedSequence());
    }

    private void begin(FlowKey key, TcpSegment syn) {
        Guest guest = guests.of(key.guest(), now);
        if (guest == null || (guest.flows() >= config.maxFlowsPerGuest() && !dropOneThatWaits(guest))) {
            counters.count(Counter.FLOWS_OVER_LIMIT);
            reset(key, syn);
            return;
        }
        switch (gatekeeper.tcp(key.request(FlowRequest.Protocol.TCP))) {
            case Gatekeeper.TcpAnswer.Refused refused -> refuse(key, syn, refused.verdict());
            case Gatekeeper.TcpAnswer.Taken taken -> begin(new StackTcpFlow(this, key, guest, syn), taken.service());
        }
    }

    private void begin(StackTcpFlow flow, TcpService service) {
        add(flow);
        try {
            flow.handleWith(service.begin(flow));
        } catch (RuntimeException fault) {
            gatekeeper.onFault(flow.request(), fault);
            flow.abort();
        }
        touch(flow);
    }

    private void add(StackTcpFlow flow) {
        flows.put(flow.key(), flow);
        flow.guest().onBegun();
        counters.count(Counter.FLOWS_BEGUN);
    }

    /** Connections in TIME-WAIT only guard against old duplicates: the oldest makes room for a new one. */
    private boolean dropOneThatWaits(Guest guest) {
        if (guest.waiting().isEmpty()) {
            return false;
        }
        remove(guest.waiting().getFirst());
        return true;
    }

    /** Opens a connection from {@code key}'s local end to the guest. */
    @Nullable
    StackTcpFlow connect(long time, FlowKey key, TcpFlowHandler handler) {
        now = time;
        Guest guest = guests.of(key.guest(), now);
        if (guest == null || guest.flows() >= config.maxFlowsPerGuest() || flows.containsKey(key)) {
            return null;
        }
        TcpConnection connection = TcpConnection.active(config.tcp(), identity(key), guest.budget(), now);
        StackTcpFlow flow = new StackTcpFlow(this, key, guest, connection);
        flow.handleWith(handler);
        add(flow);
        touch(flow);
        return flow;
    }

    TcpConnection newConnection(StackTcpFlow flow, TcpSegment syn) {
        return TcpConnection.passive(
                config.tcp(), identity(flow.key()), flow.guest().budget(), syn, now);
    }

    private TcpIdentity identity(FlowKey key) {
        byte[] ends = key.octets();
        return new TcpIdentity(
                key.localPort(),
                key.guestPort(),
                sequences.next(now, ends),
                sequences.offset(ends),
                PacketWriter.headerBytes(key.local()) + TCP_HEADER_BYTES);
    }

    /** Answers a SYN with what the verdict says. */
    void refuse(FlowKey key, TcpSegment syn, Verdict verdict) {
        switch (verdict) {
            case Verdict.Reset _ -> reset(key, syn);
            case Verdict.Unreachable unreachable -> unreachable(key, syn, unreachable.kind());
            case Verdict.Drop _ -> {}
            case Verdict.Forward _, Verdict.ServeTcp _, Verdict.ServeUdp _ -> reset(key, syn);
        }
    }

    private void unreachable(FlowKey key, TcpSegment syn, Verdict.Unreachable.Kind kind) {
        // Its sender looks at ports and numbers; its options might not fit when they are padded our way.
        TcpSegment quoted = new TcpSegment(
                syn.sourcePort(),
                syn.destinationPort(),
                syn.sequence(),
                syn.acknowledgment(),
                syn.flags(),
                syn.window(),
                TcpOptions.NONE,
                TcpSegment.nothing());
        ByteBuffer raw = quotes.tcp(key.guest(), key.local(), quoted);
        icmpErrors.unreachable(now, new IpPacket(key.guest(), key.local(), 0, 0, null, raw), raw, kind);
    }

    /** RFC 9293 §3.10.7.1: the reset must look right to whoever sent the segment. */
    private void reset(FlowKey key, TcpSegment segment) {
        boolean acknowledges = segment.has(TcpFlags.ACK);
        counters.count(Counter.RESETS);
        output.tcp(
                key.local(),
                key.guest(),
                new TcpSegment(
                        key.localPort(),
                        key.guestPort(),
                        acknowledges ? segment.acknowledgment() : 0,
                        acknowledges ? 0 : segment.end(),
                        acknowledges ? TcpFlags.RST : TcpFlags.RST | TcpFlags.ACK,
                        0,
                        TcpOptions.NONE,
                        TcpSegment.nothing()));
    }

    void touch(StackTcpFlow flow) {
        if (!flow.queued) {
            flow.queued = true;
            touched.add(flow);
        }
    }

    void onTimer(long time, StackTcpFlow flow) {
        now = time;
        flow.onTimer(time);
        touch(flow);
    }

    /** Whether a flow has changed since the last {@link #poll}. */
    boolean hasWork() {
        return !touched.isEmpty();
    }

    /** Tells handlers what has changed, and sends what is due. */
    void poll(long time) {
        now = time;
        StackTcpFlow flow = touched.poll();
        while (flow != null) {
            flow.queued = false;
            attend(flow);
            flow = touched.poll();
        }
    }

    private void attend(StackTcpFlow flow) {
        if (flows.get(flow.key()) != flow) {
            return;
        }
        try {
            flow.tell();
        } catch (RuntimeException fault) {
            gatekeeper.onFault(flow.request(), fault);
            flow.abort();
        }
        TcpConnection connection = flow.connection();
        if (connection != null) {
            connection.dispatch(
                    now, segment -> output.tcp(flow.key().local(), flow.key().guest(), segment));
        }
        if (flow.isOver()) {
            remove(flow);
        } else {
            if (flow.isWaitingOutDuplicates()) {
                flow.guest().waiting().add(flow);
            }
            deadlines.schedule(flow);
        }
    }

    private void remove(StackTcpFlow flow) {
        if (flows.remove(flow.key(), flow)) {
            flow.guest().onEnded();
            flow.guest().waiting().remove(flow);
            counters.count(Counter.FLOWS_ENDED);
            TcpConnection connection = flow.connection();
            if (connection != null) {
                connection.release();
            }
            flow.tell();
        }
    }

    /** Resets all flows of the guests that match. */
    void endAll(long time, Predicate<IpAddress> whose) {
        now = time;
        List<StackTcpFlow> doomed = new ArrayList<>();
        flows.forEach((key, flow) -> {
            if (whose.test(key.guest())) {
                doomed.add(flow);
            }
        });
        doomed.forEach(StackTcpFlow::endFromOutside);
    }
}
