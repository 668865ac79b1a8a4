package io.omerta.network.discovery;

import io.omerta.core.identity.Identity;
import io.omerta.network.dht.DhtSettings;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.function.Supplier;

/** What the overlays of all networks share. */
record DiscoveryParts(
        Identity identity,
        Supplier<Offer> offer,
        OwnAnnouncements own,
        LocalEndpoints endpoints,
        PeerMemory memory,
        DiscoveryTiming timing,
        DhtSettings dht,
        ClockComparison clocks,
        InstantSource time,
        SecureRandom random) {}
