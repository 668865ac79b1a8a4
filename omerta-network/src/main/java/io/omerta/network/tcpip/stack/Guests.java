package io.omerta.network.tcpip.stack;

import io.omerta.network.tcpip.wire.IpAddress;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Guests by address: those that have flows, and a bounded number of others. */
final class Guests {
    private static final int MOST = 4_096;

    private final StackConfig config;
    private final Map<IpAddress, Guest> guests = new HashMap<>();

    Guests(StackConfig config) {
        this.config = config;
    }

    /** The guest of this address; null if there are too many with flows already. */
    @Nullable
    Guest of(IpAddress address, long now) {
        Guest known = guests.get(address);
        if (known != null) {
            return known;
        }
        if (guests.size() >= MOST) {
            guests.values().removeIf(guest -> guest.flows() == 0);
        }
        if (guests.size() >= MOST) {
            return null;
        }
        Guest guest = new Guest(config, now);
        guests.put(address, guest);
        return guest;
    }
}
