package io.omerta.network.udp;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.DatagramChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.time.Duration;
import java.util.concurrent.atomic.LongAdder;

/** A port for every system. */
final class ChannelUdpPort implements UdpPort {
    private static final int MAX_DATAGRAM_BYTES = 65_535;
    private static final int MOST_AT_ONCE = 64;
    private static final int SOCKET_BUFFER_BYTES = 4 << 20;

    private final DatagramChannel channel;
    private final Selector selector;
    private final InetSocketAddress local;
    private final ByteBuffer buffer = ByteBuffer.allocate(MAX_DATAGRAM_BYTES);
    private final LongAdder unsent = new LongAdder();

    private ChannelUdpPort(DatagramChannel channel, Selector selector) throws IOException {
        this.channel = channel;
        this.selector = selector;
        this.local = (InetSocketAddress) channel.getLocalAddress();
    }

    static ChannelUdpPort open(InetSocketAddress local) throws IOException {
        DatagramChannel channel = DatagramChannel.open();
        try {
            channel.setOption(StandardSocketOptions.SO_RCVBUF, SOCKET_BUFFER_BYTES);
            channel.setOption(StandardSocketOptions.SO_SNDBUF, SOCKET_BUFFER_BYTES);
            channel.bind(local);
            channel.configureBlocking(false);
            Selector selector = Selector.open();
            channel.register(selector, SelectionKey.OP_READ);
            return new ChannelUdpPort(channel, selector);
        } catch (IOException | RuntimeException e) {
            channel.close();
            throw e;
        }
    }

    @Override
    public InetSocketAddress localAddress() {
        return local;
    }

    @Override
    public int receive(Duration limit, DatagramHandler handler) throws IOException {
        int count = receiveAll(handler);
        if (count > 0 || !selector.isOpen()) {
            return count;
        }
        waitFor(limit);
        selector.selectedKeys().clear();
        return receiveAll(handler);
    }

    private void waitFor(Duration limit) throws IOException {
        long millis = limit.toMillis();
        if (millis == 0) {
            selector.selectNow();
        } else {
            selector.select(millis);
        }
        if (!channel.isOpen()) {
            throw new ClosedChannelException();
        }
    }

    private int receiveAll(DatagramHandler handler) throws IOException {
        int count = 0;
        while (count < MOST_AT_ONCE) {
            SocketAddress from = channel.receive(buffer.clear());
            if (from == null) {
                return count;
            }
            handler.received((InetSocketAddress) from, buffer.flip());
            count++;
        }
        return count;
    }

    @Override
    public void send(InetSocketAddress to, ByteBuffer datagram) {
        try {
            if (channel.send(datagram.duplicate(), to) == 0 && datagram.hasRemaining()) {
                unsent.increment();
            }
        } catch (IOException e) {
            // Refused, unreachable, too long: UDP promises nothing.
            unsent.increment();
        }
    }

    @Override
    public void flush() {}

    @Override
    public long unsent() {
        return unsent.sum();
    }

    @Override
    public void close() {
        try (selector) {
            channel.close();
        } catch (IOException e) {
            throw new IllegalStateException("could not close a UDP port: " + e.getMessage(), e);
        }
    }
}
