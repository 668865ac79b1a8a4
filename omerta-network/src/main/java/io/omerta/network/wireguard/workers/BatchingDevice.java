package io.omerta.network.wireguard.workers;

import io.omerta.network.wireguard.IncomingBatch;
import io.omerta.network.wireguard.Outbox;
import io.omerta.network.wireguard.OutgoingBatch;
import io.omerta.network.wireguard.PacketCipher;
import io.omerta.network.wireguard.Received;
import io.omerta.network.wireguard.WireGuardDevice;
import java.nio.ByteBuffer;
import java.util.function.BiConsumer;

/**
 * A device whose packets are gathered, so that workers have something to share: what is not opened or sealed because a batch
 * is full waits for {@link #open} and {@link #seal}, which the caller owes at the end of its turn. Order is kept either way.
 * Belongs to one thread, as its device does.
 *
 * @param <E> where peers are
 */
public final class BatchingDevice<E> implements AutoCloseable {
    /** Few enough that acknowledgments go out while the peer still sends, many enough for a few threads. */
    private static final int PACKETS_TO_SHARE = 64;

    /** Where nobody helps: what the nearest cache holds beside everything else. */
    private static final int PACKETS_ALONE = 8;

    private final WireGuardDevice<E> device;
    private final CipherWorkers workers;
    private final Outbox<E> out;
    private final BiConsumer<E, Received> handler;
    private final PacketCipher cipher = new PacketCipher();
    private final IncomingBatch<E> incoming;
    private final OutgoingBatch<E> outgoing;

    /**
     * Takes over a device.
     *
     * @param mtu of the device
     * @param workers stay their owner's
     * @param handler told what became of each datagram; must not hand in others
     */
    public BatchingDevice(
            WireGuardDevice<E> device, int mtu, CipherWorkers workers, Outbox<E> out, BiConsumer<E, Received> handler) {
        this.device = device;
        this.workers = workers;
        this.out = out;
        this.handler = handler;
        int packets = workers.areThere() ? PACKETS_TO_SHARE : PACKETS_ALONE;
        this.incoming = new IncomingBatch<>(packets);
        this.outgoing = new OutgoingBatch<>(packets, mtu);
    }

    /** The device, for everything that is not a packet. */
    public WireGuardDevice<E> device() {
        return device;
    }

    /**
     * Takes a datagram from outside.
     *
     * @param datagram on the heap and writable; not the caller's any more
     */
    public void receive(long now, E from, ByteBuffer datagram) {
        incoming.add(from, datagram);
        if (incoming.isFull()) {
            open(now);
        }
    }

    /** Opens what has been gathered and hands it over. */
    public void open(long now) {
        if (incoming.size() == 0) {
            return;
        }
        try {
            device.match(now, incoming);
            workers.run(incoming, cipher);
            device.accept(now, incoming, out);
            incoming.deliver(handler);
        } finally {
            incoming.clear();
        }
    }

    /** Takes an IP packet that is to go into a tunnel; it is copied. One that the device does not want is dropped. */
    public void send(long now, ByteBuffer packet) {
        if (outgoing.isFull()) {
            seal();
        }
        device.prepare(now, packet, outgoing, out);
    }

    /** Seals what has been gathered and sends it. */
    public void seal() {
        if (outgoing.size() == 0) {
            return;
        }
        try {
            workers.run(outgoing, cipher);
            outgoing.transmit(out);
        } finally {
            outgoing.clear();
        }
    }

    /** Forgets what has been gathered, and closes the device: all keys are wiped. */
    @Override
    public void close() {
        incoming.clear();
        outgoing.clear();
        device.close();
    }
}
