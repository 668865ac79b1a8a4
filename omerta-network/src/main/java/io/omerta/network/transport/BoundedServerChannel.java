package io.omerta.network.transport;

import io.netty.channel.Channel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import java.net.InetAddress;
import java.net.SocketException;
import java.nio.channels.SocketChannel;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Accepts no more connections than there is room for, in all and from each address, and so bounds what strangers can hold
 * open. The rest are closed at once, before anything is read.
 */
final class BoundedServerChannel extends NioServerSocketChannel {
    private static final int MAX_CONNECTIONS = 2_048;
    private static final int MAX_FOR_EACH_ADDRESS = 256;

    /** Of all ports together; guarded by itself. */
    private final Map<InetAddress, Integer> open;

    BoundedServerChannel(Map<InetAddress, Integer> open) {
        this.open = open;
    }

    static Map<InetAddress, Integer> newTable() {
        return new HashMap<>();
    }

    @Override
    protected int doReadMessages(List<Object> accepted) throws Exception {
        SocketChannel socket = javaChannel().accept();
        if (socket == null) {
            return 0;
        }
        InetAddress address = socket.socket().getInetAddress();
        if (address == null || !take(address)) {
            socket.close();
            return 0;
        }
        Channel connection;
        try {
            connection = new NioSocketChannel(this, socket);
        } catch (RuntimeException e) {
            release(address);
            socket.close();
            throw new SocketException("could not take over a connection: " + e.getMessage());
        }
        connection.closeFuture().addListener(closed -> release(address));
        accepted.add(connection);
        return 1;
    }

    private boolean take(InetAddress address) {
        synchronized (open) {
            int here = open.getOrDefault(address, 0);
            int all = open.values().stream().mapToInt(Integer::intValue).sum();
            if (here >= MAX_FOR_EACH_ADDRESS || all >= MAX_CONNECTIONS) {
                return false;
            }
            open.put(address, here + 1);
            return true;
        }
    }

    private void release(InetAddress address) {
        synchronized (open) {
            open.computeIfPresent(address, (key, count) -> count == 1 ? null : count - 1);
        }
    }
}
