package io.omerta.network.transport;

import io.grpc.EquivalentAddressGroup;
import io.grpc.NameResolver;
import io.grpc.NameResolverProvider;
import io.grpc.NameResolverRegistry;
import io.grpc.Status;
import io.grpc.StatusOr;
import io.omerta.core.network.Endpoint;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Endpoints as gRPC wants them: a target "omerta-peer:///host:port,host:port", resolved in that order, which is the order
 * in which gRPC tries them. Holds no state; registered once for the whole process, since gRPC has no other way that lasts.
 */
final class PeerAddresses extends NameResolverProvider {
    private static final String SCHEME = "omerta-peer";

    private PeerAddresses() {}

    static {
        NameResolverRegistry.getDefaultRegistry().register(new PeerAddresses());
    }

    static String target(List<Endpoint> endpoints) {
        // Only letters, digits and "._-:[]%" are in an endpoint; those that a URI's path does not take are escaped.
        return SCHEME + ":///"
                + endpoints.stream()
                        .map(endpoint -> endpoint.address()
                                .replace("%", "%25")
                                .replace("[", "%5B")
                                .replace("]", "%5D"))
                        .collect(Collectors.joining(","));
    }

    @Override
    public @Nullable NameResolver newNameResolver(URI target, NameResolver.Args args) {
        if (!SCHEME.equals(target.getScheme()) || target.getPath() == null) {
            return null;
        }
        List<Endpoint> endpoints = new ArrayList<>();
        for (String text : target.getPath().substring(1).split(",", -1)) {
            endpoints.add(Endpoint.parse(text));
        }
        Executor executor = args.getOffloadExecutor();
        return new Resolver(endpoints, executor == null ? Runnable::run : executor);
    }

    @Override
    public Collection<Class<? extends SocketAddress>> getProducedSocketAddressTypes() {
        return Set.of(InetSocketAddress.class);
    }

    @Override
    public String getDefaultScheme() {
        return SCHEME;
    }

    @Override
    protected boolean isAvailable() {
        return true;
    }

    @Override
    protected int priority() {
        // Below DNS (5): this must never become the default for others in the process.
        return 1;
    }

    private static final class Resolver extends NameResolver {
        private final List<Endpoint> endpoints;
        private final Executor executor;
        private @Nullable Listener2 listener;

        Resolver(List<Endpoint> endpoints, Executor executor) {
            this.endpoints = endpoints;
            this.executor = executor;
        }

        @Override
        public String getServiceAuthority() {
            return PeerConnections.AUTHORITY;
        }

        @Override
        public void start(Listener2 receiver) {
            listener = receiver;
            refresh();
        }

        @Override
        public void refresh() {
            Listener2 receiver = listener;
            if (receiver != null) {
                executor.execute(() -> receiver.onResult(resolve()));
            }
        }

        @Override
        public void shutdown() {
            // Holds nothing.
        }

        private ResolutionResult resolve() {
            List<EquivalentAddressGroup> found = new ArrayList<>();
            for (Endpoint endpoint : endpoints) {
                found.addAll(resolve(endpoint));
            }
            StatusOr<List<EquivalentAddressGroup>> addresses = found.isEmpty()
                    ? StatusOr.fromStatus(Status.UNAVAILABLE.withDescription("no address of " + endpoints))
                    : StatusOr.fromValue(found);
            return ResolutionResult.newBuilder().setAddressesOrError(addresses).build();
        }

        /** Empty where the name has no address: the next endpoint may have one. */
        private static List<EquivalentAddressGroup> resolve(Endpoint endpoint) {
            try {
                return Stream.of(InetAddress.getAllByName(endpoint.host()))
                        .map(address -> new InetSocketAddress(address, endpoint.port()))
                        .map(EquivalentAddressGroup::new)
                        .toList();
            } catch (UnknownHostException e) {
                return List.of();
            }
        }
    }
}
