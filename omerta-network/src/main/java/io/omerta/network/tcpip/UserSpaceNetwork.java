package io.omerta.network.tcpip;

import io.omerta.network.tcpip.flow.FlowPolicy;
import io.omerta.network.tcpip.socket.SequenceSource;
import io.omerta.network.tcpip.stack.Counter;
import io.omerta.network.tcpip.stack.Counters;
import io.omerta.network.tcpip.stack.IpStack;
import io.omerta.network.tcpip.stack.PacketSink;
import io.omerta.network.tcpip.stack.StackConfig;
import io.omerta.network.tcpip.wire.IpAddress;
import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Ends the flows of guests in ordinary sockets. All methods may be called from any thread; the policy, services and the sink
 * are called on the loop's thread, and must not block.
 */
public final class UserSpaceNetwork implements AutoCloseable {
    private static final int SECRET_BYTES = 32;
    private static final int STOP_LIMIT_SECONDS = 5;

    private final EventLoop loop;
    private final boolean ownsLoop;
    private final IpStack stack;
    private final Counters counters = new Counters();
    private final PacketInbox inbox;
    private final TurnListener turns = new Turns();
    private final AtomicBoolean closed = new AtomicBoolean();

    private UserSpaceNetwork(
            EventLoop loop, boolean ownsLoop, StackConfig config, FlowPolicy policy, PacketSink toGuests) {
        this.loop = loop;
        this.ownsLoop = ownsLoop;
        byte[] secret = new byte[SECRET_BYTES];
        new SecureRandom().nextBytes(secret);
        this.stack =
                new IpStack(config, policy, new SocketForwarding(loop), new SequenceSource(secret), counters, toGuests);
        this.inbox = new PacketInbox(loop, packet -> stack.input(loop.now(), packet));
        loop.join(turns);
    }

    /**
     * A network with a thread of its own.
     *
     * @param policy asked for each new flow of any guest
     * @param toGuests takes packets for guests, told apart by their destination address
     */
    public static UserSpaceNetwork start(StackConfig config, FlowPolicy policy, PacketSink toGuests) {
        return new UserSpaceNetwork(EventLoop.start("omerta-tcpip"), true, config, policy, toGuests);
    }

    /** A network on a loop that somebody else owns, and that outlives it. */
    public static UserSpaceNetwork on(EventLoop loop, StackConfig config, FlowPolicy policy, PacketSink toGuests) {
        return new UserSpaceNetwork(loop, false, config, policy, toGuests);
    }

    /**
     * Takes an IP packet from a guest, whose source address the caller has checked. On the loop's thread it is handled at once
     * without a copy, and answered at the end of the loop's turn; on others it is copied and queued, and dropped and counted
     * ({@link Counter#OVERRUN}) if more than 4,096 wait. The buffer is the caller's again after the call.
     */
    public void deliver(ByteBuffer packet) {
        if (loop.isLoopThread()) {
            stack.input(loop.now(), packet);
        } else if (!inbox.offer(packet)) {
            counters.count(Counter.OVERRUN);
        }
    }

    /** Resets all flows of a guest that is gone. */
    public void endFlowsOf(IpAddress guest) {
        loop.execute(() -> stack.endFlowsOf(loop.now(), guest));
    }

    /** What has been counted so far. */
    public Map<Counter, Long> counters() {
        return counters.snapshot();
    }

    /** The loop that everything runs on. */
    public EventLoop loop() {
        return loop;
    }

    /** Resets all flows, closes their sockets, and stops the thread if it is the network's own. Idempotent. */
    @Override
    public void close() {
        if (!closed.compareAndSet(false, true)) {
            return;
        }
        if (loop.isLoopThread()) {
            shutDown();
        } else {
            shutDownFromOutside();
        }
        if (ownsLoop) {
            loop.close();
        }
    }

    private void shutDown() {
        stack.endAllFlows(loop.now());
        stack.poll(loop.now());
        loop.leave(turns);
    }

    private void shutDownFromOutside() {
        CompletableFuture<Void> done = CompletableFuture.runAsync(this::shutDown, loop);
        try {
            done.get(STOP_LIMIT_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException e) {
            throw new IllegalStateException("could not end the flows: " + e.getCause(), e.getCause());
        } catch (TimeoutException e) {
            // The loop is closed already, or too busy; closing it below ends what is left.
            loop.leave(turns);
        }
    }

    /** Lets the stack answer what a turn has brought. */
    private final class Turns implements TurnListener {
        @Override
        public void endOfTurn(long nowNanos) {
            stack.poll(nowNanos);
        }

        @Override
        public long nextDeadline() {
            return stack.nextDeadline();
        }
    }
}
