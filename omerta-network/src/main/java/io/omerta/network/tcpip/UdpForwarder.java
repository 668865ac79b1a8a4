package io.omerta.network.tcpip;

import io.omerta.network.tcpip.flow.UdpFlow;
import io.omerta.network.tcpip.flow.UdpFlowHandler;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.PortUnreachableException;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.nio.channels.SelectionKey;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Passes a guest's datagrams to a connected socket, and back. */
final class UdpForwarder implements UdpFlowHandler, ReadyHandler {
    private static final Logger log = LoggerFactory.getLogger(UdpForwarder.class);
    /** Datagrams per turn, so that one busy socket does not keep the others waiting. */
    private static final int MOST_READS = 64;

    private final UdpFlow flow;
    private final ByteBuffer scratch;
    private final DatagramChannel channel;

    private UdpForwarder(UdpFlow flow, ByteBuffer scratch, DatagramChannel channel) {
        this.flow = flow;
        this.scratch = scratch;
        this.channel = channel;
    }

    static UdpFlowHandler open(EventLoop loop, InetSocketAddress target, UdpFlow flow, ByteBuffer scratch) {
        try {
            UdpForwarder forwarder = new UdpForwarder(flow, scratch, DatagramChannel.open());
            forwarder.connect(loop, target);
            return forwarder;
        } catch (IOException e) {
            log.warn("could not open a socket for {}: {}; the flow is refused", flow.request(), e.getMessage());
            flow.unreachable();
            return new NoSocket();
        }
    }

    private void connect(EventLoop loop, InetSocketAddress target) throws IOException {
        try {
            channel.configureBlocking(false);
            channel.connect(target);
            loop.register(channel, SelectionKey.OP_READ, this);
        } catch (IOException e) {
            channel.close();
            throw e;
        }
    }

    /** A datagram that the socket has no room for is lost, as anywhere on the way. */
    @Override
    public void received(UdpFlow from, ByteBuffer payload) {
        try {
            channel.write(payload);
        } catch (PortUnreachableException e) {
            flow.unreachable();
        } catch (IOException e) {
            log.debug("could not send a datagram of {}: {}", flow.request(), e.getMessage());
        }
    }

    @Override
    public void ready(SelectionKey key) {
        try {
            for (int reads = 0; channel.isOpen() && reads < MOST_READS; reads++) {
                scratch.clear();
                // An empty datagram looks like none at all here; it is lost.
                if (channel.read(scratch) <= 0) {
                    return;
                }
                flow.send(scratch.flip());
            }
        } catch (PortUnreachableException e) {
            flow.unreachable();
        } catch (IOException e) {
            log.debug("could not receive a datagram for {}: {}", flow.request(), e.getMessage());
            flow.close();
        }
    }

    @Override
    public void ended(UdpFlow over) {
        try {
            channel.close();
        } catch (IOException e) {
            log.debug("could not close the socket of {}: {}", flow.request(), e.getMessage());
        }
    }

    /** Handles a flow that was refused at once. */
    private static final class NoSocket implements UdpFlowHandler {
        @Override
        public void received(UdpFlow flow, ByteBuffer payload) {}

        @Override
        public void ended(UdpFlow flow) {}
    }
}
