package io.omerta.consumer.hub;

import io.omerta.core.job.Blob;
import io.omerta.network.tcpip.EventLoop;
import io.omerta.network.tcpip.TurnListener;
import io.omerta.network.tcpip.flow.TcpFlow;
import io.omerta.network.tcpip.flow.TcpFlowHandler;
import io.omerta.network.tcpip.flow.TcpService;
import io.omerta.network.tcpip.flow.UdpService;
import io.omerta.network.tcpip.flow.Verdict;
import io.omerta.network.tcpip.socket.SequenceSource;
import io.omerta.network.tcpip.socket.TcpEnd;
import io.omerta.network.tcpip.stack.Counters;
import io.omerta.network.tcpip.stack.Forwarding;
import io.omerta.network.tcpip.stack.IpStack;
import io.omerta.network.tcpip.stack.StackConfig;
import io.omerta.network.tcpip.wire.IpAddress;
import io.omerta.network.wireguard.AllowedIp;
import io.omerta.network.wireguard.DeviceConfig;
import io.omerta.network.wireguard.PeerConfig;
import io.omerta.network.wireguard.PrivateKey;
import io.omerta.network.wireguard.Received;
import io.omerta.network.wireguard.WireGuardDevice;
import java.io.ByteArrayOutputStream;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.Objects;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.Consumer;

/** Stands in for a VM: does with the configuration of a lease what the kernel in a guest does. */
public final class StandInGuest implements AutoCloseable {
    private static final String HUB = "hub";

    private final EventLoop loop = EventLoop.start("stand-in-guest");
    private final SecureRandom random = new SecureRandom();
    private final IpAddress address;
    private final Consumer<byte[]> toHub;
    private final WireGuardDevice<String> device;
    private final IpStack stack;
    private final BlockingQueue<ByteBuffer> strayPackets = new LinkedBlockingQueue<>();
    /** Another guest of the same address must not meet what the last one left in the hub's table of flows. */
    private int nextPort = 20_000 + random.nextInt(40_000);

    /** How a connection went. */
    public record Outcome(TcpEnd end, Blob received) {
        public String text() {
            return new String(received.toBytes(), StandardCharsets.UTF_8);
        }
    }

    /** @param toHub takes what goes out of the VM's link */
    public StandInGuest(GuestTunnel tunnel, Consumer<byte[]> toHub) {
        this(tunnel, tunnel.guestAddress(), toHub);
    }

    StandInGuest(GuestTunnel tunnel, String ownAddress, Consumer<byte[]> toHub) {
        this.address = IpAddress.parse(ownAddress);
        this.toHub = toHub;
        PrivateKey key = PrivateKey.ofBytes(tunnel.guestKey().toBytes());
        DeviceConfig<String> config =
                new DeviceConfig<>(key, name -> name.getBytes(StandardCharsets.UTF_8), random, tunnel.mtu());
        this.device = new WireGuardDevice<>(config, Instant.now(), loop.now());
        PeerConfig<String> hub = PeerConfig.<String>of(tunnel.hubKey(), AllowedIp.parse("0.0.0.0/0"))
                .withPresharedKey(tunnel.presharedKey())
                .withEndpoint(HUB);
        device.addPeer(loop.now(), hub);
        this.stack = new IpStack(
                StackConfig.of(tunnel.mtu(), address),
                request -> new Verdict.Reset("a guest serves nothing"),
                new NoForwarding(),
                new SequenceSource(random.generateSeed(16)),
                new Counters(),
                this::send);
        loop.join(new Timers());
    }

    /** A datagram from the hub. */
    public void receive(byte[] datagram) {
        loop.execute(() -> {
            Received received = device.receive(loop.now(), HUB, ByteBuffer.wrap(datagram), this::transmit);
            if (received instanceof Received.Packet packet) {
                ByteBuffer copy = ByteBuffer.allocate(packet.ipPacket().remaining());
                strayPackets.add(copy.put(packet.ipPacket().duplicate()).flip());
                stack.input(loop.now(), packet.ipPacket());
            }
        });
    }

    /** Sends a raw IP packet. */
    void sendRaw(byte[] packet) {
        loop.execute(() -> send(ByteBuffer.wrap(packet)));
    }

    /** All packets that came from the hub. */
    BlockingQueue<ByteBuffer> packets() {
        return strayPackets;
    }

    /** Connects, sends a request, and reads until the other side ends. */
    public CompletableFuture<Outcome> exchange(String host, int port, String request) {
        Exchange exchange = new Exchange(request);
        loop.execute(() -> {
            TcpFlow flow = stack.connect(loop.now(), address, nextPort++, IpAddress.parse(host), port, exchange);
            Objects.requireNonNull(flow, "there is room for a flow");
        });
        return exchange.outcome;
    }

    /** {@code wget -qO- http://host:port/path}, header included. */
    public CompletableFuture<Outcome> get(String host, int port, String path) {
        return exchange(host, port, "GET " + path + " HTTP/1.0\r\nHost: " + host + "\r\n\r\n");
    }

    private void send(ByteBuffer packet) {
        device.send(loop.now(), packet, this::transmit);
    }

    private void transmit(String to, ByteBuffer datagram) {
        byte[] bytes = new byte[datagram.remaining()];
        datagram.get(bytes);
        toHub.accept(bytes);
    }

    @Override
    public void close() {
        loop.execute(device::close);
        loop.close();
    }

    private final class Timers implements TurnListener {
        @Override
        public void endOfTurn(long nowNanos) {
            stack.poll(nowNanos);
            device.tick(nowNanos, StandInGuest.this::transmit);
        }

        @Override
        public long nextDeadline() {
            return Math.min(stack.nextDeadline(), device.nextDeadline().orElse(Long.MAX_VALUE));
        }
    }

    private static final class Exchange implements TcpFlowHandler {
        private final CompletableFuture<Outcome> outcome = new CompletableFuture<>();
        private final ByteArrayOutputStream received = new ByteArrayOutputStream();
        private final ByteBuffer request;

        Exchange(String request) {
            this.request = ByteBuffer.wrap(request.getBytes(StandardCharsets.UTF_8));
        }

        @Override
        public void ready(TcpFlow flow) {
            flow.write(request);
            while (flow.view().hasRemaining()) {
                byte[] bytes = new byte[flow.view().remaining()];
                flow.view().get(bytes);
                received.writeBytes(bytes);
                flow.consume(bytes.length);
            }
            if (flow.inputEnded()) {
                flow.endOutput();
            }
        }

        @Override
        public void ended(TcpFlow flow, TcpEnd end) {
            outcome.complete(new Outcome(end, Blob.copyOf(received.toByteArray())));
        }
    }

    private static final class NoForwarding implements Forwarding {
        @Override
        public TcpService tcp(InetSocketAddress target) {
            throw new UnsupportedOperationException("a guest forwards nothing");
        }

        @Override
        public UdpService udp(InetSocketAddress target) {
            throw new UnsupportedOperationException("a guest forwards nothing");
        }
    }
}
