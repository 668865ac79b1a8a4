package io.omerta.bench.tunnel;

import io.omerta.bench.net.OffloadTun;
import io.omerta.network.udp.UdpPort;
import io.omerta.network.udp.UdpPorts;
import io.omerta.network.wireguard.AllowedIp;
import io.omerta.network.wireguard.DeviceConfig;
import io.omerta.network.wireguard.EndpointNames;
import io.omerta.network.wireguard.Outbox;
import io.omerta.network.wireguard.PeerConfig;
import io.omerta.network.wireguard.PrivateKey;
import io.omerta.network.wireguard.PublicKey;
import io.omerta.network.wireguard.Received;
import io.omerta.network.wireguard.WireGuardDevice;
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
    private static final Duration TICK = Duration.ofMillis(100);

    private final OffloadTun tun;
    private final UdpPort port;
    private final TcpJoiner joiner;
    private final ReentrantLock lock = new ReentrantLock();
    private final WireGuardDevice<InetSocketAddress> device;
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
        try {
            while (true) {
                int length = tun.read(raw);
                lock.lock();
                try {
                    long now = System.nanoTime();
                    cutter.cut(raw, length, packet -> device.send(now, packet, out));
                    port.flush();
                } finally {
                    lock.unlock();
                }
            }
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    /** What arrives goes to the kernel. */
    private void open() throws IOException {
        port.receive(TICK, this::open);
        joiner.flush();
        lock.lock();
        try {
            device.tick(System.nanoTime(), out);
            port.flush();
        } finally {
            lock.unlock();
        }
    }

    private void open(InetSocketAddress from, ByteBuffer datagram) {
        lock.lock();
        try {
            if (device.receive(System.nanoTime(), from, datagram, out) instanceof Received.Packet packet) {
                joiner.add(packet.ipPacket());
            }
        } finally {
            lock.unlock();
        }
    }
}
