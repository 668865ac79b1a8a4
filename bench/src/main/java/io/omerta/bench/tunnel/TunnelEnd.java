package io.omerta.bench.tunnel;

import io.omerta.bench.net.OffloadTun;
import io.omerta.network.udp.UdpPort;
import io.omerta.network.udp.UdpPorts;
import io.omerta.network.wireguard.AllowedIp;
import io.omerta.network.wireguard.DeviceConfig;
import io.omerta.network.wireguard.EndpointNames;
import io.omerta.network.wireguard.IncomingBatch;
import io.omerta.network.wireguard.Outbox;
import io.omerta.network.wireguard.OutgoingBatch;
import io.omerta.network.wireguard.PacketCipher;
import io.omerta.network.wireguard.PeerConfig;
import io.omerta.network.wireguard.PrivateKey;
import io.omerta.network.wireguard.PublicKey;
import io.omerta.network.wireguard.Received;
import io.omerta.network.wireguard.WireGuardDevice;
import io.omerta.network.wireguard.workers.CipherWorkers;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Objects;
import java.util.concurrent.locks.ReentrantLock;

/**
 * {@code TunnelEnd NAME LOCAL_PORT PEERS_KEY PEERS_ADDRESS PEERS_PORT ALLOWED_IPS PLAIN|BATCHING}: an end of a tunnel, with its
 * private key as a line on standard input. Says {@code ready}, and runs until it is killed.
 */
public final class TunnelEnd {
    private static final int MTU = 1420;
    /** The largest piece of the kernel's TCP, cut: 65,535 bytes in segments of 536. */
    private static final int OUTGOING = 128;

    private static final int INCOMING = 64;
    /** One datagram of the largest size, and many of the usual one. */
    private static final int ROOM_BYTES = 2 << 16;

    private static final Duration TICK = Duration.ofMillis(100);

    private final OffloadTun tun;
    private final UdpPort port;
    private final TcpJoiner joiner;
    private final ReentrantLock lock = new ReentrantLock();
    private final WireGuardDevice<InetSocketAddress> device;
    private final CipherWorkers workers = CipherWorkers.start(
            "cipher", CipherWorkers.suitable(Runtime.getRuntime().availableProcessors()));
    private final PacketCipher opener = new PacketCipher();
    private final IncomingBatch<InetSocketAddress> incoming = new IncomingBatch<>(INCOMING);
    private final ByteBuffer room = ByteBuffer.allocate(ROOM_BYTES);
    private final Outbox<InetSocketAddress> out;

    private TunnelEnd(OffloadTun tun, UdpPort port, DeviceConfig<InetSocketAddress> config) {
        this.tun = tun;
        this.port = port;
        this.joiner = new TcpJoiner(tun);
        this.out = port::send;
        this.device = new WireGuardDevice<>(config, Instant.now(), System.nanoTime());
    }

    public static void main(String[] arguments) throws IOException {
        PrivateKey key = PrivateKey.parse(Objects.requireNonNull(
                new BufferedReader(new InputStreamReader(System.in, StandardCharsets.US_ASCII)).readLine()));
        OffloadTun tun = OffloadTun.open(arguments[0]);
        InetSocketAddress local = new InetSocketAddress("0.0.0.0", Integer.parseInt(arguments[1]));
        UdpPort port = switch (Kind.valueOf(arguments[6].toUpperCase(Locale.ROOT))) {
            case PLAIN -> UdpPorts.openPlain(local);
            case BATCHING -> UdpPorts.open(local);
        };
        TunnelEnd end =
                new TunnelEnd(tun, port, new DeviceConfig<>(key, EndpointNames.ofSockets(), new SecureRandom(), MTU));
        PeerConfig<InetSocketAddress> peer = PeerConfig.<InetSocketAddress>of(
                        PublicKey.parse(arguments[2]), AllowedIp.parse(arguments[5]))
                .withEndpoint(new InetSocketAddress(arguments[3], Integer.parseInt(arguments[4])));
        end.run(peer);
    }

    private enum Kind {
        PLAIN,
        BATCHING
    }

    private void run(PeerConfig<InetSocketAddress> peer) throws IOException {
        device.addPeer(System.nanoTime(), peer);
        Thread.ofPlatform().name("tun-to-udp").daemon().start(this::seal);
        System.out.println("ready");
        while (true) {
            open();
        }
    }

    /** What the kernel sends goes out. */
    private void seal() {
        byte[] raw = new byte[OffloadTun.MAX_BYTES];
        TcpCutter cutter = new TcpCutter();
        PacketCipher cipher = new PacketCipher();
        OutgoingBatch<InetSocketAddress> batch = new OutgoingBatch<>(OUTGOING, MTU);
        try {
            while (true) {
                int length = tun.read(raw);
                lock.lock();
                try {
                    long now = System.nanoTime();
                    cutter.cut(raw, length, packet -> device.prepare(now, packet, batch, out));
                } finally {
                    lock.unlock();
                }
                workers.run(batch, cipher);
                batch.transmit(out);
                port.flush();
            }
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    /** What arrives goes to the kernel. */
    private void open() throws IOException {
        port.receive(TICK, this::gather);
        openGathered();
        joiner.flush();
        lock.lock();
        try {
            device.tick(System.nanoTime(), out);
        } finally {
            lock.unlock();
        }
        port.flush();
    }

    /** The port uses its buffer again. */
    private void gather(InetSocketAddress from, ByteBuffer datagram) {
        if (incoming.isFull() || room.remaining() < datagram.remaining()) {
            openGathered();
        }
        int start = room.position();
        int length = datagram.remaining();
        room.put(datagram);
        incoming.add(from, room.slice(start, length));
    }

    private void openGathered() {
        lock.lock();
        try {
            device.match(System.nanoTime(), incoming);
        } finally {
            lock.unlock();
        }
        workers.run(incoming, opener);
        lock.lock();
        try {
            device.accept(System.nanoTime(), incoming, out);
        } finally {
            lock.unlock();
        }
        incoming.deliver(this::deliver);
        room.clear();
    }

    private void deliver(InetSocketAddress from, Received received) {
        if (received instanceof Received.Packet packet) {
            joiner.add(packet.ipPacket());
        }
    }
}
