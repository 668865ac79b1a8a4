package io.omerta.bench.flood;

import io.omerta.network.wireguard.AllowedIp;
import io.omerta.network.wireguard.DeviceConfig;
import io.omerta.network.wireguard.PeerConfig;
import io.omerta.network.wireguard.PrivateKey;
import io.omerta.network.wireguard.Received;
import io.omerta.network.wireguard.WireGuardDevice;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Initiations of many peers, answered one after the other by one thread. */
final class Handshakes {
    private static final String PEER = "peer";
    /** Of the device's own time: apart by more than a device under load allows, which would ask for cookies. */
    private static final long APART_NANOS = 1_000_000;

    private final SecureRandom random = new SecureRandom();
    private final PrivateKey key = PrivateKey.generate(random);
    private final WireGuardDevice<String> responder = new WireGuardDevice<>(config(key), Instant.now(), 0);

    private DeviceConfig<String> config(PrivateKey of) {
        return new DeviceConfig<>(of, name -> name.getBytes(StandardCharsets.UTF_8), random, DeviceConfig.DEFAULT_MTU);
    }

    /** Answers that many and returns how many that makes a second. */
    double measure(int count, int addressesFrom) {
        List<ByteBuffer> initiations = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            initiations.add(initiation(addressesFrom + i));
        }
        long start = System.nanoTime();
        for (int i = 0; i < count; i++) {
            Received received =
                    responder.receive((addressesFrom + i) * APART_NANOS, PEER, initiations.get(i), (_, _) -> {});
            if (!(received instanceof Received.Handshake)) {
                throw new IllegalStateException("an initiation was not answered: " + received);
            }
        }
        return count / ((System.nanoTime() - start) / 1e9);
    }

    private ByteBuffer initiation(int index) {
        PrivateKey peersKey = PrivateKey.generate(random);
        AllowedIp address = AllowedIp.parse("10." + (index >> 16) + "." + (index >> 8 & 255) + "." + (index & 255));
        responder.addPeer(index * APART_NANOS, PeerConfig.of(peersKey.publicKey(), address));
        List<ByteBuffer> sent = new ArrayList<>();
        try (WireGuardDevice<String> peer = new WireGuardDevice<>(config(peersKey), Instant.now(), 0)) {
            peer.addPeer(
                    0,
                    PeerConfig.<String>of(key.publicKey(), AllowedIp.parse("0.0.0.0/0"))
                            .withEndpoint(PEER));
            peer.connect(
                    0,
                    key.publicKey(),
                    (_, datagram) -> sent.add(ByteBuffer.allocate(datagram.remaining())
                            .put(datagram)
                            .flip()));
        }
        return sent.getFirst();
    }
}
