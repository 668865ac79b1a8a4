package io.omerta.network.dht;

import java.util.Arrays;

/**
 * The nearest nodes to a point, taken nearest first: so many of all, and so many with only a few of each subnet among them. Ids
 * around a point cost some computing; addresses all over the internet cost more. Who has many ids around a point is thus not
 * all that anybody finds there. Where all are in one subnet, the first so many are all that there is.
 */
final class Nearest {
    private final Wanted wanted;
    private long[] subnets;
    private int all;
    private int spread;

    Nearest(Wanted wanted) {
        this.wanted = wanted;
        this.subnets = new long[wanted.count()];
    }

    boolean wants(Contact contact) {
        return all < wanted.count() || spreads(contact);
    }

    private boolean spreads(Contact contact) {
        return wantsSpread(contact.id()) && !isCrowded(contact.address());
    }

    private boolean wantsSpread(NodeId id) {
        return spread < wanted.count() || (spread < Wanted.MOST && wanted.isWithin(id));
    }

    /** @return whether it was wanted */
    boolean take(Contact contact) {
        boolean spreads = spreads(contact);
        if (spreads) {
            if (spread == subnets.length) {
                subnets = Arrays.copyOf(subnets, 2 * spread);
            }
            subnets[spread++] =
                    AddressRules.isPublic(contact.address()) ? contact.address().subnet() : 0;
        }
        return all++ < wanted.count() || spreads;
    }

    /** Neither that one is wanted nor any that is farther away. */
    boolean isFull(NodeId next) {
        return all >= wanted.count() && !wantsSpread(next);
    }

    private boolean isCrowded(NodeAddress address) {
        if (!AddressRules.isPublic(address)) {
            return false;
        }
        long subnet = address.subnet();
        int count = 0;
        for (int i = 0; i < spread; i++) {
            count += subnets[i] == subnet ? 1 : 0;
        }
        return count >= wanted.perSubnet();
    }
}
