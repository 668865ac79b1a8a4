package io.omerta.consumer.hub;

import io.omerta.core.config.HubRange;
import io.omerta.core.error.ErrorCode;
import io.omerta.core.error.OmertaException;
import java.util.BitSet;

/** Gives out the addresses of VMs, one after the other, so that one is not used again soon. Confined to its owner's lock. */
final class GuestAddresses {
    private final HubRange range;
    private final BitSet taken = new BitSet();
    private int next;

    GuestAddresses(HubRange range) {
        this.range = range;
    }

    /** @throws OmertaException {@code EXHAUSTED} if all are taken */
    int take() {
        int index = taken.nextClearBit(next);
        if (index >= range.guests()) {
            index = taken.nextClearBit(0);
        }
        if (index >= range.guests()) {
            throw new OmertaException(
                    ErrorCode.EXHAUSTED,
                    "could not give the VM an address: all " + range.guests() + " of " + range + " are taken",
                    "set a larger hub.range in config.json");
        }
        taken.set(index);
        next = index + 1;
        return range.guestAddress(index);
    }

    void giveBack(int address) {
        taken.clear(address - range.guestAddress(0));
    }
}
