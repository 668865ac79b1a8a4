package io.omerta.network.tcpip.stack;

import io.omerta.network.tcpip.wire.IpAddress;
import io.omerta.network.tcpip.wire.IpPacket;
import java.nio.ByteBuffer;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Packets of which some fragments are there (RFC 791 §3.2, RFC 8200 §4.5), bounded in number and time. */
final class Fragments {
    /** Each takes 64 KiB at most: 4 MiB in all. */
    private static final int MOST_PACKETS = 64;
    /** Between the 15 s of RFC 791 and the 60 s of RFC 8200, as most systems have it. */
    private static final long LIFE_NANOS = 30_000_000_000L;

    private record Key(IpAddress source, IpAddress destination, int protocol, int identification) {}

    /**
     * A packet that is whole again.
     *
     * @param raw header and first bytes, for ICMP errors
     */
    record Whole(IpPacket packet, ByteBuffer raw) {}

    private final Map<Key, Reassembly> packets = new LinkedHashMap<>();
    private final Counters counters;

    Fragments(Counters counters) {
        this.counters = counters;
    }

    /** Takes a fragment; returns the packet if this was the last that was missing. */
    @Nullable
    Whole add(long now, IpPacket fragment, ByteBuffer raw) {
        IpPacket.Fragment place = Objects.requireNonNull(fragment.fragment(), "fragment");
        forgetOld(now);
        Key key = new Key(fragment.source(), fragment.destination(), fragment.protocol(), place.identification());
        Reassembly reassembly = packets.computeIfAbsent(key, _ -> new Reassembly(now));
        if (!reassembly.add(place, fragment.payload(), raw)) {
            counters.count(Counter.FRAGMENTS_DROPPED);
            packets.remove(key);
            return null;
        }
        if (!reassembly.isComplete()) {
            return null;
        }
        packets.remove(key);
        IpPacket whole = new IpPacket(
                fragment.source(),
                fragment.destination(),
                fragment.protocol(),
                fragment.hopLimit(),
                null,
                reassembly.payload());
        return new Whole(whole, reassembly.raw());
    }

    /** Oldest first: the map keeps the order of arrival. */
    private void forgetOld(long now) {
        var oldest = packets.values().iterator();
        while (oldest.hasNext()) {
            boolean expired = now - oldest.next().startedAt() > LIFE_NANOS;
            if (!expired && packets.size() < MOST_PACKETS) {
                return;
            }
            oldest.remove();
            counters.count(Counter.FRAGMENTS_DROPPED);
        }
    }
}
