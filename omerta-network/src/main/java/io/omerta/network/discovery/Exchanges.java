package io.omerta.network.discovery;

import io.grpc.StatusException;
import io.omerta.core.identity.PeerId;
import io.omerta.core.network.Endpoint;
import io.omerta.core.network.NetworkId;
import io.omerta.network.transport.PeerChannel;
import io.omerta.network.transport.PeerConnections;
import io.omerta.proto.peer.DiscoveryGrpc;
import io.omerta.proto.peer.ExchangeRequest;
import io.omerta.proto.peer.ExchangeResponse;
import io.omerta.proto.peer.Signed;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Asks one peer: the only place where discovery meets the network as a caller. */
final class Exchanges {
    /** What a peer may send at most, with room for its own announcement. */
    private static final int MAX_ANSWER_BYTES = NetworkView.MAX_PASSED_ON_BYTES + (64 << 10);

    private final PeerConnections connections;

    /** @param latency empty if the connection had to be made first */
    record Answer(PeerId peer, List<Signed> announcements, String observedHost, Optional<Duration> latency) {}

    Exchanges(PeerConnections connections) {
        this.connections = connections;
    }

    /**
     * @param endpoints at least one
     * @throws StatusException if there is no answer
     */
    Answer ask(Target target, List<Endpoint> endpoints, NetworkId network, Signed own, Duration within)
            throws StatusException, InterruptedException {
        PeerChannel channel = switch (target) {
            case Target.Known known -> connections.to(known.peer(), endpoints, network);
            case Target.Bootstrap bootstrap -> connections.toBootstrap(bootstrap.endpoint(), network);
        };
        boolean connected = channel.isConnected();
        long start = System.nanoTime();
        ExchangeResponse response = DiscoveryGrpc.newBlockingV2Stub(channel)
                .withDeadlineAfter(within)
                .withMaxInboundMessageSize(MAX_ANSWER_BYTES)
                .exchange(ExchangeRequest.newBuilder().setAnnouncement(own).build());
        Duration took = Duration.ofNanos(System.nanoTime() - start);
        PeerId peer = channel.peerId().orElseThrow(() -> new IllegalStateException("an answer of nobody"));
        return new Answer(
                peer,
                response.getAnnouncementsList(),
                response.getObservedHost(),
                connected ? Optional.of(took) : Optional.empty());
    }
}
