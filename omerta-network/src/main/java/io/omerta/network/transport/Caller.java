package io.omerta.network.transport;

import io.grpc.Context;
import io.omerta.core.identity.PeerId;
import io.omerta.core.network.NetworkId;
import java.net.InetAddress;
import java.util.Optional;
import java.util.Set;

/**
 * Who makes the call that is being served: proven by TLS (the peer) and by the proof of membership (the network).
 *
 * @param network whose key it has shown
 * @param lineage that network's ids over time, before and after that key
 * @param host its address as seen here
 */
public record Caller(PeerId peerId, NetworkId network, Set<NetworkId> lineage, String host) {
    private static final Context.Key<Caller> KEY = Context.key("omerta-caller");

    public Caller {
        lineage = Set.copyOf(lineage);
    }

    /** A member of a network that has had one key only. */
    public Caller(PeerId peerId, NetworkId network, String host) {
        this(peerId, network, Set.of(network), host);
    }

    /**
     * For code of a service, in the thread in which gRPC calls it: at the start of a method, before work is handed on.
     *
     * @throws IllegalStateException outside a call of a peer
     */
    public static Caller current() {
        Caller caller = KEY.get();
        if (caller == null) {
            throw new IllegalStateException("not within a call of a peer");
        }
        return caller;
    }

    /** The host that its connection comes from; empty if it comes over no network. */
    public Optional<InetAddress> address() {
        return host.isEmpty() ? Optional.empty() : Optional.of(InetAddress.ofLiteral(host));
    }

    /** A context in which this one is {@link #current}; for tests of services, too. */
    public Context in(Context context) {
        return context.withValue(KEY, this);
    }
}
