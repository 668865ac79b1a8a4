package io.omerta.network.transport;

import io.grpc.BindableService;
import io.grpc.Server;
import io.grpc.netty.NettyServerBuilder;
import io.netty.channel.ChannelOption;
import io.omerta.core.identity.Identity;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/**
 * Serves other peers: gRPC over mutual TLS 1.3, for members only. Owns its port, its threads and its connections. Methods
 * of services run in virtual threads and find out with {@link Caller#current} who calls.
 */
public final class PeerServer implements AutoCloseable {
    private static final Duration GRACE = Duration.ofSeconds(2);

    private final Server server;
    private final EventLoops acceptor;
    private final EventLoops workers;
    private final ExecutorService executor;

    private PeerServer(Identity identity, Memberships memberships, List<BindableService> services, Listening on) {
        acceptor = EventLoops.single("peer-accept");
        workers = EventLoops.several("peer-serve");
        executor = Executors.newThreadPerTaskExecutor(
                Thread.ofVirtual().name("peer-call-", 0).factory());
        server = build(identity, memberships, services, on);
    }

    private record Listening(List<InetSocketAddress> addresses, InstantSource time) {}

    /**
     * Listens and serves.
     *
     * @param addresses at least one; port 0 for any free one
     * @param services what is offered to members; none is there for strangers
     * @throws io.omerta.core.error.OmertaException {@code IN_USE} if the port is taken, or another code if it cannot be
     *     listened on for another reason
     */
    public static PeerServer start(
            Identity identity,
            Memberships memberships,
            List<InetSocketAddress> addresses,
            List<BindableService> services,
            InstantSource time) {
        if (addresses.isEmpty()) {
            throw new IllegalArgumentException("addresses: none to listen on");
        }
        PeerServer server =
                new PeerServer(identity, memberships, services, new Listening(List.copyOf(addresses), time));
        try {
            server.server.start();
            return server;
        } catch (IOException e) {
            server.close();
            throw BindFailure.of(addresses, e);
        }
    }

    private Server build(Identity identity, Memberships memberships, List<BindableService> services, Listening on) {
        InstantSource time = on.time();
        NettyServerBuilder builder =
                NettyServerBuilder.forAddress(on.addresses().getFirst());
        on.addresses().stream().skip(1).forEach(builder::addListenAddress);
        limit(builder);
        Map<InetAddress, Integer> connections = BoundedServerChannel.newTable();
        services.forEach(builder::addService);
        return builder.bossEventLoopGroup(acceptor.group())
                .workerEventLoopGroup(workers.group())
                .channelFactory(() -> new BoundedServerChannel(connections))
                .withChildOption(ChannelOption.TCP_NODELAY, true)
                .executor(executor)
                .sslContext(PeerTls.server(PeerCertificate.of(identity), PeerTrust.ofAnyone(time)))
                .decompressorRegistry(TransportLimits.UNCOMPRESSED)
                .addTransportFilter(
                        new ConnectionFilter(new CallBudget(TransportLimits.MAX_CONNECTIONS_FOR_EACH_PEER), time))
                .intercept(new MembershipInterceptor(
                        identity.peerId(),
                        memberships,
                        new ReplayGuard(time),
                        new CallBudget(TransportLimits.MAX_CALLS_FOR_EACH_PEER),
                        time))
                .fallbackHandlerRegistry(new UnknownMethods())
                .build();
    }

    private static void limit(NettyServerBuilder builder) {
        builder.maxInboundMessageSize(TransportLimits.MAX_MESSAGE_BYTES)
                .maxInboundMetadataSize(TransportLimits.MAX_METADATA_BYTES)
                .maxConcurrentCallsPerConnection(TransportLimits.MAX_CALLS_FOR_EACH_PEER)
                .flowControlWindow(TransportLimits.FLOW_WINDOW_BYTES)
                .handshakeTimeout(TransportLimits.HANDSHAKE_TIMEOUT.toMillis(), TimeUnit.MILLISECONDS)
                .keepAliveTime(TransportLimits.KEEPALIVE_TIME.toMillis(), TimeUnit.MILLISECONDS)
                .keepAliveTimeout(TransportLimits.KEEPALIVE_TIMEOUT.toMillis(), TimeUnit.MILLISECONDS)
                .permitKeepAliveTime(TransportLimits.KEEPALIVE_PERMITTED.toMillis(), TimeUnit.MILLISECONDS)
                .permitKeepAliveWithoutCalls(true)
                .maxConnectionIdle(TransportLimits.IDLE_TIMEOUT.toMillis(), TimeUnit.MILLISECONDS)
                // Against floods of streams that are opened and reset at once (CVE-2023-44487).
                .maxRstFramesPerWindow(200, 10);
    }

    /** Where it listens; of the first address if there are several. */
    public int port() {
        return server.getPort();
    }

    /** Lets calls end for 2 s, then cancels them. Idempotent. */
    @Override
    public void close() {
        server.shutdown();
        try {
            if (!server.awaitTermination(GRACE.toMillis(), TimeUnit.MILLISECONDS)) {
                server.shutdownNow();
                server.awaitTermination(GRACE.toMillis(), TimeUnit.MILLISECONDS);
            }
        } catch (InterruptedException e) {
            server.shutdownNow();
            Thread.currentThread().interrupt();
        } finally {
            acceptor.close();
            workers.close();
            executor.shutdownNow();
        }
    }
}
