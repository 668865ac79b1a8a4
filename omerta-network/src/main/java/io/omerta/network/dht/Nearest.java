package io.omerta.network.dht;

import java.util.ArrayList;
import java.util.List;

/**
 * The nearest nodes to a point, taken nearest first: so many of all, and so many with only a few of each subnet among them. Ids
 * around a point cost some computing; addresses all over the internet cost more. Who has many ids around a point is thus not
 * all that anybody finds there. Where all are in one subnet, the first so many are all that there is.
 */
final class Nearest {
    private final int wanted;
    private final int perSubnet;
    private final List<Contact> taken;
    private final long[] subnets;
    private int all;
    private int spread;

    Nearest(int wanted, int perSubnet) {
        this.wanted = wanted;
        this.perSubnet = perSubnet;
        this.taken = new ArrayList<>(wanted);
        this.subnets = new long[wanted];
    }

    boolean wants(Contact contact) {
        return all < wanted || (spread < wanted && !isCrowded(contact.address()));
    }

    void take(Contact contact) {
        if (wants(contact)) {
            taken.add(contact);
        }
        all++;
        if (spread < wanted && !isCrowded(contact.address())) {
            subnets[spread++] =
                    AddressRules.isPublic(contact.address()) ? contact.address().subnet() : 0;
        }
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
        return count >= perSubnet;
    }

    /** Those that were wanted, nearest first; more than so many only where a subnet is crowded. */
    List<Contact> taken() {
        return taken;
    }
}
