package io.omerta.network.wireguard;

import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * The peers of a device: by public key, by the indices of their sessions and handshakes, by the addresses behind them.
 */
final class PeerTable<E> implements AutoCloseable {
    private final DeviceConfig<E> config;
    private final DeadlineBound bound = new DeadlineBound();
    private final Map<PublicKey, Peer<E>> byKey = new LinkedHashMap<>();
    private final Map<Integer, Peer<E>> byIndex = new HashMap<>();
    private final AllowedIpTable<Peer<E>> byAddress = new AllowedIpTable<>();

    PeerTable(DeviceConfig<E> config) {
        this.config = config;
    }

    Peer<E> add(PeerConfig<E> peerConfig) {
        check(peerConfig);
        byte[] staticShared = config.privateKey().agree(peerConfig.publicKey().bytes());
        if (staticShared == null) {
            throw refused(peerConfig, "its public key is a point of low order; ask the peer for a sound one");
        }
        Peer<E> peer = new Peer<>(peerConfig, staticShared, config.random(), bound, this::releaseIndex);
        byKey.put(peer.publicKey(), peer);
        peer.allowedIps().forEach(range -> byAddress.put(range, peer));
        return peer;
    }

    private void check(PeerConfig<E> peerConfig) {
        PublicKey key = peerConfig.publicKey();
        if (key.equals(config.privateKey().publicKey())) {
            throw refused(peerConfig, "it is this device itself; use the other side's public key");
        }
        if (byKey.containsKey(key)) {
            throw refused(peerConfig, "it is there already; remove it first");
        }
        for (AllowedIp range : peerConfig.allowedIps()) {
            if (byAddress.holder(range) != null) {
                throw refused(peerConfig, range + " belongs to another peer; give each its own addresses");
            }
        }
    }

    private static IllegalArgumentException refused(PeerConfig<?> config, String reason) {
        return new IllegalArgumentException("could not add the peer " + config.publicKey() + ": " + reason);
    }

    boolean remove(PublicKey key) {
        Peer<E> peer = byKey.remove(key);
        if (peer == null) {
            return false;
        }
        peer.allowedIps().forEach(byAddress::remove);
        peer.close();
        return true;
    }

    /** A random index that is not in use, and from now on leads to this peer. */
    int newIndex(RandomGenerator random, Peer<E> peer) {
        int index = random.nextInt();
        while (byIndex.containsKey(index)) {
            index = random.nextInt();
        }
        byIndex.put(index, peer);
        return index;
    }

    void releaseIndex(int index) {
        byIndex.remove(index);
    }

    @Nullable
    Peer<E> byKey(PublicKey key) {
        return byKey.get(key);
    }

    @Nullable
    Peer<E> byIndex(int index) {
        return byIndex.get(index);
    }

    @Nullable
    Peer<E> bySource(IpPacket packet) {
        return byAddress.bySource(packet);
    }

    @Nullable
    Peer<E> byDestination(IpPacket packet) {
        return byAddress.byDestination(packet);
    }

    Collection<Peer<E>> all() {
        return byKey.values();
    }

    DeadlineBound bound() {
        return bound;
    }

    @Override
    public void close() {
        byKey.values().forEach(Peer::close);
        byKey.clear();
        byIndex.clear();
    }
}
