package io.omerta.network.transport;

import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** Netty's threads, named and owned. */
final class EventLoops implements AutoCloseable {
    private static final int MAX_THREADS = 4;
    private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(3);

    private final EventLoopGroup group;

    private EventLoops(String name, int threads) {
        group = new MultiThreadIoEventLoopGroup(
                threads, new DefaultThreadFactory(name, true), NioIoHandler.newFactory());
    }

    static EventLoops single(String name) {
        return new EventLoops(name, 1);
    }

    /** TLS works in these threads: as many as there are processors, within bounds. */
    static EventLoops several(String name) {
        return new EventLoops(name, Math.clamp(Runtime.getRuntime().availableProcessors(), 1, MAX_THREADS));
    }

    EventLoopGroup group() {
        return group;
    }

    @Override
    public void close() {
        group.shutdownGracefully(0, CLOSE_TIMEOUT.toMillis() / 2, TimeUnit.MILLISECONDS)
                .awaitUninterruptibly(CLOSE_TIMEOUT.toMillis());
    }
}
