package io.omerta.network.transport;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.grpc.ConnectivityState;
import io.grpc.ManagedChannel;
import io.grpc.netty.NettyChannelBuilder;
import io.netty.channel.ChannelOption;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.omerta.core.identity.Identity;
import io.omerta.core.identity.PeerId;
import io.omerta.core.network.Endpoint;
import io.omerta.core.network.InvitationLink;
import io.omerta.core.network.MembershipProofs;
import io.omerta.core.network.NetworkId;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * Connections to other peers: one for each peer and list of endpoints, shared by all calls. Idle ones are closed after a
 * minute, the least recently used ones when there are too many. Safe for use by several threads.
 */
public final class PeerConnections implements AutoCloseable {
    /** The same for everybody, and a name that cannot exist (RFC 6761): it tells a listener on the wire nothing. */
    static final String AUTHORITY = "omerta.invalid";

    private static final int MAX_CHANNELS = 512;
    private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(2);

    private final Identity identity;
    private final Memberships memberships;
    private final InstantSource time;
    private final PeerCertificate certificate;
    private final SecureRandom random = new SecureRandom();
    private final EventLoops eventLoops = EventLoops.several("peer-dial");
    private final ExecutorService executor = Executors.newThreadPerTaskExecutor(
            Thread.ofVirtual().name("peer-answer-", 0).factory());

    /** In the order of last use. */
    @GuardedBy("this")
    private final Map<PeerRoute, Dialled> channels = new LinkedHashMap<>(16, 0.75f, true);

    /** Pushed out, still ending their calls. */
    @GuardedBy("this")
    private final List<ManagedChannel> retired = new ArrayList<>();

    @GuardedBy("this")
    private boolean closed;

    private record Dialled(ManagedChannel channel, PeerTrust trust) {}

    public PeerConnections(Identity identity, Memberships memberships, InstantSource time) {
        this.identity = identity;
        this.memberships = memberships;
        this.time = time;
        this.certificate = PeerCertificate.of(identity);
    }

    /**
     * The way to a peer; another one that answers there is refused ({@link WrongPeerException}). Does not connect yet.
     *
     * @param endpoints tried in this order; 1 to 16
     * @param network whose member we say we are
     */
    public PeerChannel to(PeerId peer, List<Endpoint> endpoints, NetworkId network) {
        return channel(new PeerRoute(Optional.of(peer), endpoints), network);
    }

    /** The way to who has invited us, for the one call that an invitation is good for. */
    public PeerChannel toInviter(InvitationLink invitation) {
        MembershipProofs proofs = MembershipProofs.of(invitation.secret());
        PeerRoute route = new PeerRoute(Optional.of(invitation.inviter()), invitation.endpoints());
        return channel(route, () -> Optional.of(proofs));
    }

    /** The way to a bootstrap peer, whoever it is unless the endpoint says so. Only for discovery. */
    public PeerChannel toBootstrap(Endpoint endpoint, NetworkId network) {
        return channel(new PeerRoute(endpoint.peer(), List.of(endpoint)), network);
    }

    private PeerChannel channel(PeerRoute route, NetworkId network) {
        return channel(route, () -> memberships.proofsOf(network));
    }

    private PeerChannel channel(PeerRoute route, Supplier<Optional<MembershipProofs>> proofs) {
        var credentials = new MembershipCredentials(identity.peerId(), proofs, time, random);
        return new PeerChannel(this, route, credentials);
    }

    synchronized ManagedChannel open(PeerRoute route) {
        if (closed) {
            throw new IllegalStateException("peer connections are closed");
        }
        Dialled known = channels.get(route);
        if (known == null) {
            makeRoom();
            known = dial(route);
            channels.put(route, known);
        }
        // gRPC would wait for up to two minutes before it tries again; whoever makes calls has a pace of its own.
        if (known.channel.getState(false) == ConnectivityState.TRANSIENT_FAILURE) {
            known.channel.enterIdle();
        }
        return known.channel;
    }

    synchronized Optional<PeerId> answering(PeerRoute route) {
        return Optional.ofNullable(channels.get(route)).flatMap(dialled -> dialled.trust.pinned());
    }

    synchronized boolean isConnected(PeerRoute route) {
        Dialled dialled = channels.get(route);
        return dialled != null && dialled.channel.getState(false) == ConnectivityState.READY;
    }

    @GuardedBy("this")
    private void makeRoom() {
        retired.removeIf(ManagedChannel::isTerminated);
        if (channels.size() >= MAX_CHANNELS) {
            PeerRoute eldest = channels.keySet().iterator().next();
            Dialled pushedOut = channels.remove(eldest);
            if (pushedOut != null) {
                retired.add(pushedOut.channel.shutdown());
            }
        }
    }

    private Dialled dial(PeerRoute route) {
        PeerTrust trust = PeerTrust.of(route.peer(), time);
        ManagedChannel channel = NettyChannelBuilder.forTarget(PeerAddresses.target(route.endpoints()))
                .overrideAuthority(AUTHORITY)
                .sslContext(PeerTls.client(certificate, trust))
                .eventLoopGroup(eventLoops.group())
                .channelType(NioSocketChannel.class)
                .withOption(ChannelOption.CONNECT_TIMEOUT_MILLIS, (int) TransportLimits.CONNECT_TIMEOUT.toMillis())
                .withOption(ChannelOption.TCP_NODELAY, true)
                .executor(executor)
                .offloadExecutor(executor)
                .decompressorRegistry(TransportLimits.UNCOMPRESSED)
                .disableRetry()
                .maxInboundMessageSize(TransportLimits.MAX_MESSAGE_BYTES)
                .maxInboundMetadataSize(TransportLimits.MAX_METADATA_BYTES)
                .flowControlWindow(TransportLimits.FLOW_WINDOW_BYTES)
                .keepAliveTime(TransportLimits.KEEPALIVE_TIME.toMillis(), TimeUnit.MILLISECONDS)
                .keepAliveTimeout(TransportLimits.KEEPALIVE_TIMEOUT.toMillis(), TimeUnit.MILLISECONDS)
                .idleTimeout(TransportLimits.IDLE_TIMEOUT.toMillis(), TimeUnit.MILLISECONDS)
                .build();
        return new Dialled(channel, trust);
    }

    /** Cancels every call. Idempotent, bounded by a few seconds. */
    @Override
    public void close() {
        List<ManagedChannel> all;
        synchronized (this) {
            closed = true;
            all = new ArrayList<>(retired);
            channels.values().forEach(dialled -> all.add(dialled.channel));
            channels.clear();
            retired.clear();
        }
        all.forEach(ManagedChannel::shutdownNow);
        awaitEnd(all);
        eventLoops.close();
        executor.shutdownNow();
    }

    private static void awaitEnd(List<ManagedChannel> channels) {
        long deadline = System.nanoTime() + CLOSE_TIMEOUT.toNanos();
        try {
            for (ManagedChannel channel : channels) {
                channel.awaitTermination(deadline - System.nanoTime(), TimeUnit.NANOSECONDS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
