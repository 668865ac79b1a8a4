package io.omerta.bench.dht;

import io.omerta.network.dht.NodeAddress;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.function.BiPredicate;
import java.util.random.RandomGenerator;

/** Carries datagrams, or loses them. */
final class SimulatedNetwork {
    private final VirtualTime time;
    private final Latencies latencies;
    private final RandomGenerator random;
    private final Map<NodeAddress, Host> hosts = new HashMap<>();
    private double loss;
    private BiPredicate<NodeAddress, NodeAddress> connected = (from, to) -> true;
    private long digest;
    private long sent;
    private long delivered;

    SimulatedNetwork(VirtualTime time, Latencies latencies, RandomGenerator random) {
        this.time = time;
        this.latencies = latencies;
        this.random = random;
    }

    void loss(double part) {
        this.loss = part;
    }

    /** What gets through, until the next time that this is called. */
    void connected(BiPredicate<NodeAddress, NodeAddress> fromTo) {
        this.connected = fromTo;
    }

    void add(Host host) {
        hosts.put(host.address(), host);
    }

    void remove(Host host) {
        hosts.remove(host.address(), host);
    }

    void send(Host from, NodeAddress to, byte[] message) {
        from.sends(to);
        send(from.address(), to, message);
    }

    /** From where nobody is. */
    void send(NodeAddress source, NodeAddress to, byte[] message) {
        sent++;
        long delay = latencies.next(source.low(), to.low());
        if (random.nextDouble() >= loss) {
            time.after(delay, () -> deliver(source, to, message));
        }
    }

    private void deliver(NodeAddress from, NodeAddress to, byte[] message) {
        Host host = hosts.get(to);
        if (host == null || !connected.test(from, to) || !host.isReachableFrom(from)) {
            return;
        }
        delivered++;
        digest = Mixing.mix(digest ^ time.nanos(), from.low() * 31 + to.low() + Arrays.hashCode(message));
        host.receive(from, message);
    }

    /** Of all that was delivered, when, where and what: two runs that agree in it were the same. */
    long digest() {
        return digest;
    }

    long sent() {
        return sent;
    }

    long delivered() {
        return delivered;
    }
}
