package io.omerta.network.discovery;

import io.omerta.core.identity.Identity;
import io.omerta.core.job.Resources;
import io.omerta.core.network.Network;
import io.omerta.core.network.NetworkKey;
import io.omerta.network.dht.DhtSettings;
import io.omerta.network.dht.socket.DhtSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.List;

/**
 * A peer that knows a network's key and nobody in it: says its id, then the ids of the peers that it has found, and ends when its
 * input does.
 */
final class LanPeerProgram {
    private static final Duration LOOK_EVERY = Duration.ofMillis(50);

    private LanPeerProgram() {}

    /** @param arguments the network's key in hexadecimal */
    public static void main(String[] arguments) throws Exception {
        NetworkKey key = NetworkKey.ofBytes(HexFormat.of().parseHex(arguments[0]));
        Network network = new Network(key.id(), "Team", key, List.of(), Instant.EPOCH, false);
        Identity identity = Identity.generate(new SecureRandom());
        InetAddress everywhere = InetAddress.ofLiteral("0.0.0.0");
        Offer nothing = new Offer("1", false, Resources.NONE, Resources.NONE, List.of(), List.of(), 0);
        try (DhtSocket socket = DhtSocket.open(new InetSocketAddress(everywhere, 0), true);
                DhtDiscovery discovery = DhtDiscovery.start(
                        identity,
                        socket,
                        () -> nothing,
                        new LocalEndpoints(List.of(everywhere), socket::port),
                        new DiscoveryPeer.StandInMemory(),
                        DiscoveryTiming.DEFAULT,
                        DhtSettings.DEFAULT,
                        InstantSource.system())) {
            System.out.println(identity.peerId());
            discovery.join(network);
            List<Member> found = List.of();
            while (found.isEmpty()) {
                Thread.sleep(LOOK_EVERY);
                found = discovery.members(network.id()).stream()
                        .filter(member -> member.up() && !member.self())
                        .toList();
            }
            found.forEach(member -> System.out.println(member.peerId()));
            // Until whoever has started this has heard of the other one too.
            while (System.in.read() >= 0) {}
        }
    }
}
