package io.omerta.bench.loss;

import java.nio.ByteBuffer;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;

/** One direction: each packet is lost with a probability, or comes out after a time. One thread may send. */
final class LossyLink {
    /** More than a connection of 500 Mbit/s has on its way; what does not fit is lost. */
    private static final int WAITING_PACKETS = 8_192;

    private record Travelling(long arrival, ByteBuffer packet) {}

    private final BlockingQueue<Travelling> travelling = new ArrayBlockingQueue<>(WAITING_PACKETS);
    private final RandomGenerator random;
    private final double loss;
    private final long delayNanos;

    LossyLink(RandomGenerator random, double loss, long delayNanos, Consumer<ByteBuffer> out) {
        this.random = random;
        this.loss = loss;
        this.delayNanos = delayNanos;
        Thread.ofPlatform().name("link").daemon().start(() -> carry(out));
    }

    void send(ByteBuffer packet) {
        if (random.nextDouble() >= loss) {
            ByteBuffer copy = ByteBuffer.allocate(packet.remaining())
                    .put(packet.duplicate())
                    .flip();
            boolean _ = travelling.offer(new Travelling(System.nanoTime() + delayNanos, copy));
        }
    }

    private void carry(Consumer<ByteBuffer> out) {
        try {
            while (true) {
                Travelling next = travelling.take();
                long wait = next.arrival() - System.nanoTime();
                while (wait > 0) {
                    LockSupport.parkNanos(wait);
                    wait = next.arrival() - System.nanoTime();
                }
                out.accept(next.packet());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
