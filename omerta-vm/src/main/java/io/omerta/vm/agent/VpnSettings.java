package io.omerta.vm.agent;

import io.omerta.core.address.AddressBlock;
import io.omerta.core.job.Blob;
import java.net.Inet4Address;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * The guest's end of the tunnel. Its peer is the frame gate's address, the same in every guest.
 *
 * @param guestPrivateKey 32 bytes, X25519
 * @param hubPublicKey 32 bytes, X25519
 * @param presharedKey 32 bytes, if used
 * @param hubAddress also the guest's resolver, and {@code requester} in its hosts file
 * @param mtu of the tunnel, 1280 to 1420 bytes, a multiple of 16: WireGuard fills packets up to one, but never beyond the MTU,
 *     and the frame gate takes other sizes for something else
 * @param allowed IPv4 networks that are behind the peer, at most 64; everything if there is none
 * @param keepalive between two keepalives, whole seconds up to 65,535; zero for none
 */
public record VpnSettings(
        Blob guestPrivateKey,
        Blob hubPublicKey,
        Optional<Blob> presharedKey,
        Inet4Address guestAddress,
        Inet4Address hubAddress,
        int mtu,
        List<AddressBlock> allowed,
        Duration keepalive) {
    private static final int KEY_BYTES = 32;
    private static final int MIN_MTU = 1280;
    private static final int MAX_MTU = 1420;
    private static final int WIREGUARD_BLOCK = 16;
    private static final int MOST_ALLOWED = 64;
    private static final Duration LONGEST_KEEPALIVE = Duration.ofSeconds(65_535);

    public VpnSettings {
        requireKey("guest's private key", guestPrivateKey);
        requireKey("hub's public key", hubPublicKey);
        presharedKey.ifPresent(key -> requireKey("preshared key", key));
        if (mtu < MIN_MTU || mtu > MAX_MTU || mtu % WIREGUARD_BLOCK != 0) {
            throw new IllegalArgumentException(
                    "mtu: " + mtu + " is not a multiple of 16 between " + MIN_MTU + " and " + MAX_MTU);
        }
        allowed = List.copyOf(allowed);
        if (allowed.size() > MOST_ALLOWED) {
            throw new IllegalArgumentException("allowed: " + allowed.size() + " networks, at most " + MOST_ALLOWED);
        }
        if (!allowed.stream().allMatch(block -> block.first() instanceof Inet4Address)) {
            throw new IllegalArgumentException("allowed: not only IPv4");
        }
        if (keepalive.isNegative() || keepalive.compareTo(LONGEST_KEEPALIVE) > 0) {
            throw new IllegalArgumentException("keepalive: " + keepalive + " is not between 0 and 65535 s");
        }
    }

    /** The guest's end of a tunnel to a hub, behind which everything is. */
    public VpnSettings(
            Blob guestPrivateKey,
            Blob hubPublicKey,
            Optional<Blob> presharedKey,
            Inet4Address guestAddress,
            Inet4Address hubAddress,
            int mtu) {
        this(guestPrivateKey, hubPublicKey, presharedKey, guestAddress, hubAddress, mtu, List.of(), Duration.ZERO);
    }

    private static void requireKey(String name, Blob key) {
        if (key.size() != KEY_BYTES) {
            throw new IllegalArgumentException(name + ": " + key.size() + " bytes, 32 expected");
        }
    }
}
