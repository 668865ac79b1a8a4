package io.omerta.bench.hub;

import io.omerta.network.tcpip.EventLoop;
import io.omerta.network.tcpip.TurnListener;
import io.omerta.network.tcpip.UserSpaceNetwork;
import io.omerta.network.tcpip.flow.FlowRequest;
import io.omerta.network.tcpip.flow.Verdict;
import io.omerta.network.tcpip.stack.StackConfig;
import io.omerta.network.tcpip.wire.IpAddress;
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
import io.omerta.network.wireguard.workers.BatchingDevice;
import io.omerta.network.wireguard.workers.CipherWorkers;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.lang.management.BufferPoolMXBean;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * {@code HubEnd UDP_PORT PEERS_KEY GUEST_ADDRESS HUB_ADDRESS}: a hub whose private key is a line on standard input; every TCP
 * port of its address is that of the loopback. Says {@code ready}, and runs until it is killed. To each further line it answers
 * with the octets that it holds, garbage collected.
 */
public final class HubEnd {
    static final int MTU = 1420;

    private static final Duration WAIT = Duration.ofMinutes(1);
    private static final int WAITING_DATAGRAMS = 4_096;
    private static final int MOST_PER_TURN = 64;

    private record Datagram(InetSocketAddress from, ByteBuffer bytes) {}

    private final BlockingQueue<Datagram> arrived = new ArrayBlockingQueue<>(WAITING_DATAGRAMS);
    private final AtomicBoolean scheduled = new AtomicBoolean();
    private final EventLoop loop = EventLoop.start("hub");
    private final UdpPort port;
    private final Outbox<InetSocketAddress> out;
    private final BatchingDevice<InetSocketAddress> tunnel;
    private final UserSpaceNetwork network;

    private HubEnd(UdpPort port, PrivateKey key, IpAddress address) {
        this.port = port;
        this.out = port::send;
        WireGuardDevice<InetSocketAddress> device = new WireGuardDevice<>(
                new DeviceConfig<>(key, EndpointNames.ofSockets(), new SecureRandom(), MTU), Instant.now(), loop.now());
        CipherWorkers workers = CipherWorkers.start(
                "cipher", CipherWorkers.suitable(Runtime.getRuntime().availableProcessors()));
        this.tunnel = new BatchingDevice<>(device, MTU, workers, out, this::deliver);
        this.network = UserSpaceNetwork.on(
                loop, StackConfig.of(MTU, address), HubEnd::decide, packet -> tunnel.send(loop.now(), packet));
        loop.join(new Flush());
    }

    public static void main(String[] arguments) throws IOException {
        BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.US_ASCII));
        PrivateKey key = PrivateKey.parse(Objects.requireNonNull(in.readLine()));
        UdpPort port = UdpPorts.open(new InetSocketAddress("0.0.0.0", Integer.parseInt(arguments[0])));
        HubEnd hub = new HubEnd(port, key, IpAddress.parse(arguments[3]));
        PeerConfig<InetSocketAddress> guest =
                PeerConfig.of(PublicKey.parse(arguments[1]), AllowedIp.parse(arguments[2]));
        hub.loop.execute(() -> hub.tunnel.device().addPeer(hub.loop.now(), guest));
        System.out.println("ready");
        Thread.ofPlatform().daemon().start(() -> in.lines().forEach(_ -> System.out.println(heldBytes())));
        hub.receiveAll();
    }

    private static long heldBytes() {
        System.gc();
        long direct = ManagementFactory.getPlatformMXBeans(BufferPoolMXBean.class).stream()
                .mapToLong(BufferPoolMXBean::getMemoryUsed)
                .sum();
        return direct + ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    }

    private static Verdict decide(FlowRequest request) {
        return new Verdict.Forward(
                new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), request.destinationPort()));
    }

    private void receiveAll() throws IOException {
        while (true) {
            port.receive(WAIT, this::queue);
            if (!arrived.isEmpty() && scheduled.compareAndSet(false, true)) {
                loop.execute(this::drain);
            }
        }
    }

    private void queue(InetSocketAddress from, ByteBuffer datagram) {
        ByteBuffer copy =
                ByteBuffer.allocate(datagram.remaining()).put(datagram).flip();
        try {
            arrived.put(new Datagram(from, copy));
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** A bounded number at a time: acknowledgments go out in between. */
    private void drain() {
        scheduled.set(false);
        for (int count = 0; count < MOST_PER_TURN; count++) {
            Datagram datagram = arrived.poll();
            if (datagram == null) {
                break;
            }
            tunnel.receive(loop.now(), datagram.from(), datagram.bytes());
        }
        tunnel.open(loop.now());
        if (!arrived.isEmpty() && scheduled.compareAndSet(false, true)) {
            loop.execute(this::drain);
        }
    }

    private void deliver(InetSocketAddress from, Received received) {
        if (received instanceof Received.Packet packet) {
            network.deliver(packet.ipPacket());
        }
    }

    /** Behind the stack's own turn: what it has answered leaves at once. */
    private final class Flush implements TurnListener {
        @Override
        public void endOfTurn(long nowNanos) {
            tunnel.seal();
            tunnel.device().tick(nowNanos, out);
            port.flush();
        }

        @Override
        public long nextDeadline() {
            return tunnel.device().nextDeadline().orElse(Long.MAX_VALUE);
        }
    }
}
