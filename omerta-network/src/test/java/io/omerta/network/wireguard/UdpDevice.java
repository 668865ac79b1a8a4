package io.omerta.network.wireguard;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;

/** A device on a UDP socket of the loopback, run by the test's own thread. Its time can be put forward. */
final class UdpDevice implements AutoCloseable {
    private static final long POLL_MILLIS = 10;

    final PrivateKey key = PrivateKey.generate(new SecureRandom());
    final WireGuardDevice<InetSocketAddress> device;
    final List<byte[]> delivered = new ArrayList<>();
    final List<Received> results = new ArrayList<>();

    private final Selector selector = Selector.open();
    private DatagramChannel channel = open();
    private long skippedNanos;

    UdpDevice() throws IOException {
        this(ProtocolLimits.STANDARD);
    }

    UdpDevice(ProtocolLimits limits) throws IOException {
        DeviceConfig<InetSocketAddress> config =
                new DeviceConfig<>(key, EndpointNames.ofSockets(), new SecureRandom(), DeviceConfig.DEFAULT_MTU);
        device = new WireGuardDevice<>(config, Instant.now(), now(), limits);
    }

    private DatagramChannel open() throws IOException {
        DatagramChannel opened = DatagramChannel.open();
        opened.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        opened.configureBlocking(false);
        opened.register(selector, SelectionKey.OP_READ);
        return opened;
    }

    /** Goes on from another port, as behind a NAT that has forgotten. */
    void move() throws IOException {
        channel.close();
        channel = open();
    }

    int port() {
        return channel.socket().getLocalPort();
    }

    long now() {
        return System.nanoTime() + skippedNanos;
    }

    void skip(Duration time) {
        skippedNanos += time.toNanos();
    }

    Sent send(byte[] packet) {
        return device.send(now(), ByteBuffer.wrap(packet), this::transmit);
    }

    void transmit(InetSocketAddress to, ByteBuffer datagram) {
        try {
            channel.send(datagram, to);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Works until the condition holds; false where it does not within the time. */
    boolean runUntil(Duration limit, BooleanSupplier condition) throws IOException {
        long end = System.nanoTime() + limit.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() - end > 0) {
                return false;
            }
            selector.select(key -> receiveAll(), POLL_MILLIS);
            device.tick(now(), this::transmit);
        }
        return true;
    }

    private void receiveAll() {
        ByteBuffer buffer = ByteBuffer.allocate(2_048);
        try {
            for (var from = channel.receive(buffer); from != null; from = channel.receive(buffer.clear())) {
                take(device.receive(now(), (InetSocketAddress) from, buffer.flip(), this::transmit));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void take(Received received) {
        results.add(received);
        if (received instanceof Received.Packet packet) {
            byte[] copy = new byte[packet.ipPacket().remaining()];
            packet.ipPacket().get(copy);
            delivered.add(copy);
        }
    }

    @Override
    public void close() throws IOException {
        device.close();
        channel.close();
        selector.close();
    }
}
