package io.omerta.network.dht.socket;

import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOption;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.DatagramPacket;
import io.netty.channel.socket.nio.NioDatagramChannel;
import io.netty.util.concurrent.DefaultThreadFactory;
import io.omerta.core.network.NetworkKey;
import io.omerta.network.dht.DatagramSender;
import io.omerta.network.dht.DhtSettings;
import io.omerta.network.dht.NodeAddress;
import io.omerta.network.dht.Timers;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One UDP socket and one thread for the overlays of all networks. Whose datagram one is shows which key opens it: nothing on the
 * outside tells.
 */
public final class DhtSocket implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(DhtSocket.class);
    private static final Duration CLOSING = Duration.ofSeconds(3);
    private static final int RECEIVE_BUFFER = 1 << 20;

    /** What is done with a datagram that a network's key has opened. */
    @FunctionalInterface
    public interface Receiver {
        void receive(NodeAddress from, byte[] message);
    }

    /** One network's share of the socket. */
    public interface Line extends DatagramSender, AutoCloseable {
        /** To everybody on the LANs of this machine who has the key. */
        void multicast(byte[] message);

        @Override
        void close();
    }

    private final class SealedLine implements Line {
        private final DatagramSeal seal;
        private @Nullable Receiver receiver;

        SealedLine(DatagramSeal seal) {
            this.seal = seal;
        }

        @Override
        public void send(NodeAddress to, byte[] message) {
            write(channel, seal.seal(message), to.toSocketAddress());
        }

        @Override
        public boolean sendFromElsewhere(NodeAddress to, byte[] message) {
            if (elsewhere != null) {
                write(elsewhere, seal.seal(message), to.toSocketAddress());
            }
            return elsewhere != null;
        }

        @Override
        public void multicast(byte[] message) {
            lan.send(seal.seal(message), channel);
        }

        boolean receive(NodeAddress from, byte[] datagram) {
            byte[] message = seal.open(datagram);
            if (message != null && receiver != null) {
                receiver.receive(from, message);
            }
            return message != null;
        }

        @Override
        public void close() {
            lines.remove(this);
        }
    }

    private final MultiThreadIoEventLoopGroup group;
    private final Channel channel;
    /** Sends from a port to which nobody has sent; what comes there is not read. Null if there is none. */
    private final @Nullable Channel elsewhere;

    private final LanGroup lan;
    private final SecureRandom random = new SecureRandom();
    /** Those that were written to last come first. In the socket's thread only. */
    private final List<SealedLine> lines = new ArrayList<>();

    private DhtSocket(MultiThreadIoEventLoopGroup group, InetSocketAddress local, boolean multicast)
            throws IOException {
        this.group = group;
        this.channel = bind(group, local, this::received);
        this.elsewhere = elsewhere(group, local);
        this.lan = multicast && !local.getAddress().isLoopbackAddress()
                ? LanGroup.join(group, this::received)
                : LanGroup.none();
    }

    /**
     * Opens it.
     *
     * @param multicast members on the same LAN are looked for; on loopback there is none
     * @throws IOException if the address cannot be bound
     */
    public static DhtSocket open(InetSocketAddress local, boolean multicast) throws IOException {
        MultiThreadIoEventLoopGroup group =
                new MultiThreadIoEventLoopGroup(1, new DefaultThreadFactory("dht", true), NioIoHandler.newFactory());
        try {
            return new DhtSocket(group, local, multicast);
        } catch (IOException | RuntimeException e) {
            shutDown(group);
            throw e;
        }
    }

    private static @Nullable Channel elsewhere(MultiThreadIoEventLoopGroup threads, InetSocketAddress local) {
        try {
            return bind(threads, new InetSocketAddress(local.getAddress(), 0), (from, datagram) -> {});
        } catch (IOException e) {
            LOG.info("no second port, to show others that they are reached: {}", e.getMessage());
            return null;
        }
    }

    private static Channel bind(MultiThreadIoEventLoopGroup threads, InetSocketAddress local, Inbound.Taker taker)
            throws IOException {
        var bound = new Bootstrap()
                .group(threads)
                .channel(NioDatagramChannel.class)
                .option(ChannelOption.SO_RCVBUF, RECEIVE_BUFFER)
                .handler(new Inbound(taker))
                .bind(local)
                .awaitUninterruptibly();
        if (!bound.isSuccess()) {
            throw bound.cause() instanceof IOException e ? e : new IOException(bound.cause());
        }
        return bound.channel();
    }

    public int port() {
        return ((InetSocketAddress) channel.localAddress()).getPort();
    }

    public Timers timers() {
        return new EventLoopTimers(channel.eventLoop());
    }

    /** What happens to overlays happens in this thread. Nothing once it is closed. */
    public void execute(Runnable what) {
        if (!group.isShuttingDown()) {
            channel.eventLoop().execute(what);
        }
    }

    /** Must be called in the socket's thread. */
    public <R extends Receiver> R open(NetworkKey key, Function<Line, R> opening) {
        SealedLine line = new SealedLine(new DatagramSeal(key, random));
        R receiver = opening.apply(line);
        line.receiver = receiver;
        lines.add(line);
        return receiver;
    }

    private void received(InetSocketAddress from, byte[] datagram) {
        if (from.getPort() == 0) {
            return;
        }
        NodeAddress sender = NodeAddress.of(from);
        for (int i = 0; i < lines.size(); i++) {
            SealedLine line = lines.get(i);
            if (line.receive(sender, datagram)) {
                return;
            }
        }
    }

    static void write(Channel channel, byte[] datagram, InetSocketAddress to) {
        channel.writeAndFlush(new DatagramPacket(Unpooled.wrappedBuffer(datagram), to))
                .addListener(sent -> {
                    if (!sent.isSuccess()) {
                        LOG.debug("could not send to {}: {}", to, String.valueOf(sent.cause()));
                    }
                });
    }

    private static void shutDown(MultiThreadIoEventLoopGroup group) {
        group.shutdownGracefully(0, CLOSING.toMillis() / 2, TimeUnit.MILLISECONDS)
                .awaitUninterruptibly(CLOSING.toMillis());
    }

    @Override
    public void close() {
        channel.close().awaitUninterruptibly(CLOSING.toMillis());
        if (elsewhere != null) {
            elsewhere.close().awaitUninterruptibly(CLOSING.toMillis());
        }
        lan.close();
        shutDown(group);
    }

    /** Hands on what comes in. Errors of single datagrams end nothing. */
    static final class Inbound extends SimpleChannelInboundHandler<DatagramPacket> {
        /** Who takes datagrams. */
        @FunctionalInterface
        interface Taker {
            void take(InetSocketAddress from, byte[] datagram);
        }

        private final Taker taker;

        Inbound(Taker taker) {
            this.taker = taker;
        }

        @Override
        protected void channelRead0(ChannelHandlerContext context, DatagramPacket packet) {
            ByteBuf content = packet.content();
            if (content.readableBytes() <= DhtSettings.MAX_DATAGRAM) {
                byte[] datagram = new byte[content.readableBytes()];
                content.readBytes(datagram);
                taker.take(packet.sender(), datagram);
            }
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
            LOG.warn("a datagram was dropped", cause);
        }
    }
}
