package io.omerta.consumer.job;

import com.google.protobuf.ByteString;
import io.omerta.consumer.dns.NameResolver;
import io.omerta.consumer.hub.GuestTunnel;
import io.omerta.core.address.AddressKind;
import io.omerta.core.address.Destination;
import io.omerta.core.error.ErrorCode;
import io.omerta.core.error.OmertaException;
import io.omerta.network.wireguard.AllowedIp;
import io.omerta.network.wireguard.quick.ClientConfiguration;
import io.omerta.proto.peer.VpnConfiguration;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;

/** What a provider is told about the tunnel of a job's VM. */
final class VpnConfigurations {
    /** As guests have it: WireGuard fills packets up to a multiple of 16, and the provider's gate insists on it. */
    private static final int WIREGUARD_BLOCK = 16;

    private static final int LEAST_MTU = 1_280;

    private VpnConfigurations() {}

    /** The tunnel to this machine's own hub. */
    static VpnConfiguration of(GuestTunnel tunnel) {
        return VpnConfiguration.newBuilder()
                .setGuestPrivateKey(ByteString.copyFrom(tunnel.guestKey().toBytes()))
                .setHubPublicKey(ByteString.copyFrom(tunnel.hubKey().toBytes()))
                .setPresharedKey(ByteString.copyFrom(tunnel.presharedKey().toBytes()))
                .setGuestAddress(tunnel.guestAddress())
                .setHubAddress(tunnel.hubAddress())
                .setMtu(tunnel.mtu())
                .build();
    }

    /**
     * The tunnel to a server elsewhere. The provider is told its address, not its name: it asks no resolver for others.
     *
     * @throws OmertaException {@code INVALID_INPUT} if the server's name has no address
     */
    static VpnConfiguration of(ClientConfiguration server) {
        String guest = server.address().getHostAddress();
        VpnConfiguration.Builder message = VpnConfiguration.newBuilder()
                .setGuestPrivateKey(ByteString.copyFrom(server.privateKey().toBytes()))
                .setHubPublicKey(ByteString.copyFrom(server.serverKey().toBytes()))
                .setGuestAddress(guest)
                // Without a resolver the guest asks itself, and is refused at once.
                .setHubAddress(
                        server.resolver().map(InetAddress::getHostAddress).orElse(guest))
                .setMtu(mtu(server))
                .setServer(endpoint(server.endpoint()))
                .addAllAllowed(
                        server.allowed().stream().map(AllowedIp::toString).toList())
                .setKeepaliveS((int) server.keepalive().toSeconds());
        server.presharedKey().ifPresent(key -> message.setPresharedKey(ByteString.copyFrom(key.toBytes())));
        return message.build();
    }

    private static int mtu(ClientConfiguration server) {
        int mtu = Math.clamp(server.mtu().orElse(GuestTunnel.MTU), LEAST_MTU, GuestTunnel.MTU);
        return mtu - mtu % WIREGUARD_BLOCK;
    }

    private static String endpoint(Destination endpoint) {
        InetAddress address = switch (endpoint) {
            case Destination.Addresses literal -> literal.block().first();
            case Destination.Named named -> lookUp(named.name());
        };
        String host = address.getHostAddress();
        return (host.indexOf(':') < 0 ? host : "[" + host + "]") + ":"
                + endpoint.port().orElseThrow();
    }

    private static InetAddress lookUp(String name) {
        try {
            List<InetAddress> addresses = NameResolver.SYSTEM.resolve(name);
            return addresses.stream()
                    .filter(address -> AddressKind.of(address) == AddressKind.PUBLIC)
                    .findFirst()
                    .orElse(addresses.getFirst());
        } catch (UnknownHostException e) {
            throw new OmertaException(
                    ErrorCode.INVALID_INPUT,
                    "could not find the WireGuard server " + name + ": no such name",
                    "getent hosts " + name,
                    e);
        }
    }
}
