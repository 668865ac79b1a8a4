package io.omerta.network.dht.socket;

import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelOption;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.socket.SocketProtocolFamily;
import io.netty.channel.socket.nio.NioDatagramChannel;
import java.io.IOException;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The multicast group in which members on the same LAN find each other: 239.79.77.69, UDP port 45879, one hop far. What is sent
 * there is sealed like everything else, and of one size: it tells a stranger that somebody here uses Omerta, and nothing more.
 */
final class LanGroup implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(LanGroup.class);
    private static final InetSocketAddress GROUP = new InetSocketAddress(InetAddress.ofLiteral("239.79.77.69"), 45_879);

    private final @Nullable Channel channel;

    private LanGroup(@Nullable Channel channel) {
        this.channel = channel;
    }

    /** Nobody is looked for. */
    static LanGroup none() {
        return new LanGroup(null);
    }

    /** Takes part where this machine has a LAN. */
    static LanGroup join(MultiThreadIoEventLoopGroup group, DhtSocket.Inbound.Taker taker) {
        var opened = new Bootstrap()
                .group(group)
                .channelFactory(() -> new NioDatagramChannel(SocketProtocolFamily.INET))
                .option(ChannelOption.SO_REUSEADDR, true)
                .handler(new DhtSocket.Inbound(taker))
                .bind(GROUP.getPort())
                .awaitUninterruptibly();
        if (!opened.isSuccess()) {
            LOG.info("no multicast: {}", String.valueOf(opened.cause()));
            return new LanGroup(null);
        }
        NioDatagramChannel channel = (NioDatagramChannel) opened.channel();
        for (NetworkInterface lan : interfaces()) {
            channel.joinGroup(GROUP, lan).addListener(joined -> {
                if (!joined.isSuccess()) {
                    LOG.info("no multicast on {}: {}", lan.getName(), String.valueOf(joined.cause()));
                }
            });
        }
        return new LanGroup(channel);
    }

    /** From that socket, so that answers come to it. In the socket's thread. */
    void send(byte[] datagram, Channel from) {
        if (channel == null) {
            return;
        }
        for (NetworkInterface lan : interfaces()) {
            try {
                from.config().setOption(ChannelOption.IP_MULTICAST_IF, lan);
                DhtSocket.write(from, datagram, GROUP);
            } catch (RuntimeException e) {
                LOG.debug("could not send to the group on {}: {}", lan.getName(), e.toString());
            }
        }
    }

    private static List<NetworkInterface> interfaces() {
        try {
            return NetworkInterface.networkInterfaces().filter(LanGroup::isLan).toList();
        } catch (IOException e) {
            LOG.info("no multicast: {}", e.getMessage());
            return List.of();
        }
    }

    private static boolean isLan(NetworkInterface each) {
        try {
            return each.isUp()
                    && each.supportsMulticast()
                    && !each.isLoopback()
                    && !each.isPointToPoint()
                    && each.inetAddresses().anyMatch(Inet4Address.class::isInstance);
        } catch (IOException e) {
            return false;
        }
    }

    @Override
    public void close() {
        if (channel != null) {
            channel.close().awaitUninterruptibly();
        }
    }
}
