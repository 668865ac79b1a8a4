package io.omerta.core.config;

import io.omerta.core.address.AddressBlock;
import java.util.List;

/**
 * WireGuard servers, named by requesters, that VMs here may use.
 *
 * @param publicOnes those at public addresses
 * @param named those in these blocks, whatever kind of address they have
 */
public record VpnServers(boolean publicOnes, List<AddressBlock> named) {
    /** Where nothing is configured. */
    public static final VpnServers PUBLIC = new VpnServers(true, List.of());

    private static final String PUBLIC_WORD = "public";

    public VpnServers {
        named = List.copyOf(named);
    }

    /**
     * @param entries "public", addresses and blocks; none for no servers at all
     * @throws IllegalArgumentException if one is none of these
     */
    static VpnServers parse(List<String> entries) {
        try {
            return new VpnServers(
                    entries.contains(PUBLIC_WORD),
                    entries.stream()
                            .filter(entry -> !entry.equals(PUBLIC_WORD))
                            .map(AddressBlock::parse)
                            .toList());
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("lend.vpn_servers: " + e.getMessage() + ", nor \"public\"", e);
        }
    }
}
