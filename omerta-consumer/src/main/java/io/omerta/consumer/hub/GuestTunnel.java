package io.omerta.consumer.hub;

import io.omerta.network.wireguard.PresharedKey;
import io.omerta.network.wireguard.PrivateKey;
import io.omerta.network.wireguard.PublicKey;

/**
 * What the guest needs to know of its tunnel. Holds secrets; whoever made it closes it.
 *
 * @param guestAddress dotted IPv4
 * @param hubAddress dotted IPv4
 * @param mtu of the tunnel's interface in the guest, in bytes
 */
public record GuestTunnel(
        PrivateKey guestKey,
        PublicKey hubKey,
        PresharedKey presharedKey,
        String guestAddress,
        String hubAddress,
        int mtu)
        implements AutoCloseable {
    /**
     * With 60 bytes of IPv4, UDP and WireGuard around it, a packet fits the guest's link of 1500; and the largest packet is
     * filled up to WireGuard's multiple of 16 like any other, which the provider's gate insists on.
     */
    public static final int MTU = 1408;

    /** Wipes the secrets. */
    @Override
    public void close() {
        guestKey.close();
        presharedKey.close();
    }

    @Override
    public String toString() {
        return "GuestTunnel[" + guestAddress + "]";
    }
}
