package io.omerta.network.membership;

import io.grpc.Status;
import io.grpc.StatusException;
import io.omerta.core.network.Endpoint;
import io.omerta.core.network.Network;
import io.omerta.network.transport.PeerConnections;
import io.omerta.network.transport.PeerFailure;
import io.omerta.network.transport.WrongPeerException;
import io.omerta.proto.peer.GreetRequest;
import io.omerta.proto.peer.MembershipGrpc;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Greets each bootstrap peer of a network once, all at the same time, and says what is wrong with those that do not greet
 * back. Owns its threads.
 */
public final class BootstrapChecks implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(3);

    private final PeerConnections connections;
    private final Network network;
    private final ExecutorService threads = Executors.newThreadPerTaskExecutor(
            Thread.ofVirtual().name("bootstrap-check-", 0).factory());
    private final List<Check> checks = new ArrayList<>();
    private final long deadline = System.nanoTime() + PATIENCE.toNanos();

    private record Check(Endpoint endpoint, Future<Optional<String>> problem) {}

    private BootstrapChecks(PeerConnections connections, Network network) {
        this.connections = connections;
        this.network = network;
    }

    /** @param network that the connections' owner is in */
    public static BootstrapChecks start(PeerConnections connections, Network network) {
        BootstrapChecks started = new BootstrapChecks(connections, network);
        network.bootstrapPeers()
                .forEach(endpoint ->
                        started.checks.add(new Check(endpoint, started.threads.submit(() -> started.greet(endpoint)))));
        return started;
    }

    /**
     * Waits until 3 s after the start at most.
     *
     * @return a clause for each bootstrap peer that is no use now, for example "moss.example:50051: no such name"
     */
    public List<String> problems() throws InterruptedException {
        List<String> problems = new ArrayList<>();
        for (Check check : checks) {
            String where = check.endpoint.address() + ": ";
            problemOf(check).ifPresent(problem -> problems.add(where + problem));
        }
        return problems;
    }

    private Optional<String> problemOf(Check check) throws InterruptedException {
        try {
            return check.problem.get(Math.max(0, deadline - System.nanoTime()), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            return Optional.of("no answer in " + PATIENCE.toSeconds() + " s");
        } catch (ExecutionException e) {
            throw new IllegalStateException("a check failed by itself", e.getCause());
        }
    }

    private Optional<String> greet(Endpoint endpoint) throws InterruptedException {
        try {
            InetAddress.getAllByName(endpoint.host());
        } catch (UnknownHostException e) {
            return Optional.of("no such name");
        }
        try {
            MembershipGrpc.newBlockingV2Stub(connections.toBootstrap(endpoint, network.id()))
                    .withDeadlineAfter(PATIENCE)
                    .greet(GreetRequest.getDefaultInstance());
            return Optional.empty();
        } catch (StatusException e) {
            return Optional.of(reason(e));
        }
    }

    private static String reason(StatusException failure) {
        Optional<WrongPeerException> wrong = PeerFailure.wrongPeer(failure);
        if (wrong.isPresent()) {
            return "another peer is there, " + wrong.get().actual().name();
        }
        Status status = failure.getStatus();
        return switch (status.getCode()) {
            case UNAUTHENTICATED -> "a peer is there that is not in this network";
            case FAILED_PRECONDITION -> String.valueOf(status.getDescription());
            case DEADLINE_EXCEEDED -> "no answer in " + PATIENCE.toSeconds() + " s";
            default -> "no peer of Omerta answers there";
        };
    }

    @Override
    public void close() {
        threads.shutdownNow();
    }
}
