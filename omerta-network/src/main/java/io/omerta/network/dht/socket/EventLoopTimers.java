package io.omerta.network.dht.socket;

import io.netty.channel.EventLoop;
import io.netty.util.concurrent.ScheduledFuture;
import io.omerta.network.dht.Timers;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** Time passes, and things happen in the thread of a socket. */
record EventLoopTimers(EventLoop loop) implements Timers {
    @Override
    public long nanos() {
        return System.nanoTime();
    }

    @Override
    public Timer after(Duration delay, Runnable what) {
        ScheduledFuture<?> future = loop.schedule(what, delay.toNanos(), TimeUnit.NANOSECONDS);
        return () -> future.cancel(false);
    }
}
