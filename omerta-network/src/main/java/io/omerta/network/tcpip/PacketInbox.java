package io.omerta.network.tcpip;

import java.nio.ByteBuffer;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;

/** Packets on their way from other threads to the loop, bounded in number. */
final class PacketInbox {
    /** About 6 MB of full packets: two full windows of one connection. */
    private static final int CAPACITY = 4_096;

    /** Few enough that acknowledgments go out while the peer still sends; many enough to share the cost of a turn. */
    private static final int MOST_PER_TURN = 64;

    private final BlockingQueue<ByteBuffer> packets = new ArrayBlockingQueue<>(CAPACITY);
    private final AtomicBoolean scheduled = new AtomicBoolean();
    private final EventLoop loop;
    private final Consumer<ByteBuffer> receiver;

    PacketInbox(EventLoop loop, Consumer<ByteBuffer> receiver) {
        this.loop = loop;
        this.receiver = receiver;
    }

    /** Copies the packet and has the loop fetch it; returns false if there is no room. */
    boolean offer(ByteBuffer packet) {
        ByteBuffer copy = ByteBuffer.allocate(packet.remaining());
        copy.put(packet.duplicate()).flip();
        boolean taken = packets.offer(copy);
        if (scheduled.compareAndSet(false, true)) {
            loop.execute(this::drain);
        }
        return taken;
    }

    private void drain() {
        scheduled.set(false);
        for (int count = 0; count < MOST_PER_TURN; count++) {
            ByteBuffer packet = packets.poll();
            if (packet == null) {
                return;
            }
            receiver.accept(packet);
        }
        if (!packets.isEmpty() && scheduled.compareAndSet(false, true)) {
            loop.execute(this::drain);
        }
    }
}
