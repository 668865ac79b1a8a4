package io.omerta.network.dht.socket;

import io.netty.channel.EventLoop;
import io.netty.util.concurrent.ScheduledFuture;
import io.omerta.network.dht.Timers;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Time passes, and things happen in the thread of a socket. */
record EventLoopTimers(EventLoop loop) implements Timers {
    private static final Logger LOG = LoggerFactory.getLogger(EventLoopTimers.class);

    @Override
    public long nanos() {
        return System.nanoTime();
    }

    @Override
    public Timer after(Duration delay, Runnable what) {
        ScheduledFuture<?> future = loop.schedule(() -> run(what), delay.toNanos(), TimeUnit.NANOSECONDS);
        return () -> future.cancel(false);
    }

    /** Netty would keep what goes wrong to itself. */
    private static void run(Runnable what) {
        try {
            what.run();
        } catch (RuntimeException e) {
            LOG.error("something in an overlay failed", e);
        }
    }
}
