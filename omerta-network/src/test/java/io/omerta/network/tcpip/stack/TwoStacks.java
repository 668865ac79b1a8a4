package io.omerta.network.tcpip.stack;

import io.omerta.network.tcpip.flow.FlowPolicy;
import io.omerta.network.tcpip.flow.TcpFlow;
import io.omerta.network.tcpip.flow.TcpFlowHandler;
import io.omerta.network.tcpip.flow.Verdict;
import io.omerta.network.tcpip.socket.SequenceSource;
import io.omerta.network.tcpip.wire.IpAddress;
import io.omerta.testkit.link.LinkConditions;
import io.omerta.testkit.link.SimulatedLink;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Objects;
import java.util.Random;
import java.util.function.BooleanSupplier;

/** A guest's stack and a hub's, joined by a simulated link, in virtual time. */
final class TwoStacks {
    static final IpAddress GUEST = IpAddress.parse("10.0.1.2");
    static final IpAddress HUB = IpAddress.parse("10.0.0.1");
    static final int MTU = 1_420;

    private final SimulatedLink toHub;
    private final SimulatedLink toGuest;
    final Counters guestCounters = new Counters();
    final Counters hubCounters = new Counters();
    final IpStack guest;
    final IpStack hub;
    private long now = 1;
    private int nextPort = 40_000;

    TwoStacks(LinkConditions conditions, long seed, FlowPolicy policy) {
        this(conditions, seed, policy, StackConfig.of(MTU, HUB), StackConfig.of(MTU, GUEST));
    }

    TwoStacks(LinkConditions conditions, long seed, FlowPolicy policy, StackConfig hubConfig, StackConfig guestConfig) {
        toHub = new SimulatedLink(conditions, new Random(seed));
        toGuest = new SimulatedLink(conditions, new Random(~seed));
        hub = new IpStack(
                hubConfig, policy, new NoForwarding(), secret(1), hubCounters, packet -> toGuest.send(now, packet));
        guest = new IpStack(
                guestConfig,
                request -> new Verdict.Reset("guests serve nothing"),
                new NoForwarding(),
                secret(2),
                guestCounters,
                packet -> toHub.send(now, packet));
    }

    private static SequenceSource secret(int value) {
        byte[] secret = new byte[16];
        secret[0] = (byte) value;
        return new SequenceSource(secret);
    }

    long now() {
        return now;
    }

    long packetsToGuest() {
        return toGuest.sent();
    }

    /** Connects the guest to a port of the hub. */
    TcpFlow connect(int port, TcpFlowHandler handler) {
        TcpFlow flow = guest.connect(now, GUEST, nextPort++, HUB, port, handler);
        return Objects.requireNonNull(flow, "the guest has room for a flow");
    }

    /** Lets time pass until the condition holds; says whether it did within {@code most}. */
    boolean runUntil(BooleanSupplier condition, Duration most) {
        long end = now + most.toNanos();
        guest.poll(now);
        hub.poll(now);
        while (!condition.getAsBoolean()) {
            long next = Math.min(
                    Math.min(toHub.nextArrival(), toGuest.nextArrival()),
                    Math.min(guest.nextDeadline(), hub.nextDeadline()));
            if (next > end) {
                now = end;
                return condition.getAsBoolean();
            }
            now = Math.max(now, next);
            step();
        }
        return true;
    }

    private void step() {
        ByteBuffer packet = toHub.receive(now);
        while (packet != null) {
            hub.input(now, packet);
            packet = toHub.receive(now);
        }
        hub.poll(now);
        packet = toGuest.receive(now);
        while (packet != null) {
            guest.input(now, packet);
            packet = toGuest.receive(now);
        }
        guest.poll(now);
    }
}
