package io.omerta.network.tcpip;

import io.omerta.network.tcpip.flow.TcpFlow;
import io.omerta.network.tcpip.flow.TcpFlowHandler;
import io.omerta.network.tcpip.flow.Verdict;
import io.omerta.network.tcpip.socket.TcpEnd;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Joins a guest's TCP flow with a socket. The socket is connected first, so that a refused port looks refused to the guest.
 * Each direction ends on its own; a reset goes through.
 */
final class TcpForwarder implements TcpFlowHandler, ReadyHandler {
    private static final Logger log = LoggerFactory.getLogger(TcpForwarder.class);
    /** Less is not worth a system call; every flow's send buffer can hold twice as much. */
    private static final int LEAST_READ_BYTES = 2_048;
    /** Buffers filled per turn, so that one fast socket does not keep the others waiting. */
    private static final int MOST_READS = 4;

    private final TcpFlow flow;
    private final ByteBuffer scratch;
    private final SocketChannel channel;
    private @Nullable SelectionKey key;
    private boolean connected;
    /** Whether the socket may have something: not when it had nothing left, and the loop has not reported it since. */
    private boolean readable = true;
    /** Whether the socket has refused bytes, and the loop has not reported room since. */
    private boolean blocked;

    private boolean socketEnded;
    private boolean guestEnded;

    private TcpForwarder(TcpFlow flow, ByteBuffer scratch, SocketChannel channel) {
        this.flow = flow;
        this.scratch = scratch;
        this.channel = channel;
    }

    /** Begins to connect; answers the guest when that is decided. */
    static TcpFlowHandler open(EventLoop loop, InetSocketAddress target, TcpFlow flow, ByteBuffer scratch) {
        try {
            TcpForwarder forwarder = new TcpForwarder(flow, scratch, SocketChannel.open());
            forwarder.connect(loop, target);
            return forwarder;
        } catch (IOException e) {
            log.warn("could not open a socket for {}: {}; the flow is refused", flow.request(), e.getMessage());
            flow.refuse(new Verdict.Reset("no socket"));
            return new NoSocket();
        }
    }

    private void connect(EventLoop loop, InetSocketAddress target) {
        try {
            channel.configureBlocking(false);
            channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
            key = loop.register(channel, SelectionKey.OP_CONNECT, this);
            if (channel.connect(target)) {
                onConnected();
            }
        } catch (IOException e) {
            onRefused(e);
        }
    }

    private void onConnected() {
        connected = true;
        flow.accept();
        setInterest(SelectionKey.OP_READ);
    }

    private void onRefused(IOException reason) {
        closeChannel();
        flow.refuse(
                reason instanceof ConnectException
                        ? new Verdict.Reset("the target refused")
                        : new Verdict.Unreachable(
                                Verdict.Unreachable.Kind.HOST, "the target cannot be reached: " + reason.getMessage()));
    }

    @Override
    public void ready(SelectionKey ready) {
        try {
            if (connected) {
                readable |= ready.isReadable();
                blocked &= !ready.isWritable();
                pump();
            } else if (channel.finishConnect()) {
                onConnected();
            }
        } catch (IOException e) {
            onFailure(e);
        }
    }

    @Override
    public void ready(TcpFlow changed) {
        try {
            if (connected) {
                pump();
            }
        } catch (IOException e) {
            onFailure(e);
        }
    }

    private void onFailure(IOException reason) {
        if (connected) {
            closeChannel();
            flow.abort();
        } else {
            onRefused(reason);
        }
    }

    private void pump() throws IOException {
        if (!channel.isOpen()) {
            return;
        }
        blocked = blocked || !toSocket();
        boolean wantsMore = fromSocket();
        if (socketEnded && guestEnded) {
            closeChannel();
        } else {
            setInterest((blocked ? SelectionKey.OP_WRITE : 0) | (wantsMore ? SelectionKey.OP_READ : 0));
        }
    }

    /** Returns whether the socket took everything. */
    private boolean toSocket() throws IOException {
        ByteBuffer bytes = flow.view();
        while (bytes.hasRemaining()) {
            int count = channel.write(bytes);
            if (count == 0) {
                return false;
            }
            flow.consume(count);
            bytes = flow.view();
        }
        if (flow.inputEnded() && !guestEnded) {
            guestEnded = true;
            channel.shutdownOutput();
        }
        return true;
    }

    /** Returns whether the flow has room for more. */
    private boolean fromSocket() throws IOException {
        for (int reads = 0; !socketEnded && reads < MOST_READS; reads++) {
            int room = flow.writable();
            if (room < LEAST_READ_BYTES) {
                return false;
            }
            if (!readable) {
                return true;
            }
            read(Math.min(room, scratch.capacity()));
        }
        return !socketEnded;
    }

    private void read(int most) throws IOException {
        int count = channel.read(scratch.clear().limit(most));
        // Less than was asked for: it is empty, and the next call would only say so.
        readable = count == most;
        if (count < 0) {
            socketEnded = true;
            flow.endOutput();
        } else {
            flow.write(scratch.flip());
            if (scratch.hasRemaining()) {
                throw new IOException("the flow took " + scratch.position() + " bytes of " + count);
            }
        }
    }

    private void setInterest(int interest) {
        if (key != null && key.isValid() && key.interestOps() != interest) {
            key.interestOps(interest);
        }
    }

    @Override
    public void ended(TcpFlow over, TcpEnd end) {
        if (end != TcpEnd.FINISHED && channel.isOpen()) {
            resetTarget();
        }
        closeChannel();
    }

    /** Closing without lingering sends a reset: the target must not take half of the data for all of it. */
    private void resetTarget() {
        try {
            channel.setOption(StandardSocketOptions.SO_LINGER, 0);
        } catch (IOException e) {
            log.debug("could not reset the target of {}: {}; it is closed", flow.request(), e.getMessage());
        }
    }

    private void closeChannel() {
        try {
            channel.close();
        } catch (IOException e) {
            log.debug("could not close the socket of {}: {}", flow.request(), e.getMessage());
        }
    }

    /** Handles a flow that was refused at once. */
    private static final class NoSocket implements TcpFlowHandler {
        @Override
        public void ready(TcpFlow flow) {}

        @Override
        public void ended(TcpFlow flow, TcpEnd end) {}
    }
}
