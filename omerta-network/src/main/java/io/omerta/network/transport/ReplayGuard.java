package io.omerta.network.transport;

import com.google.protobuf.ByteString;
import io.omerta.core.identity.PeerId;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;

/**
 * Lets each request of a peer through once. A request says when it was made; one that is made too far from now is refused,
 * and those nearer are remembered until they would be. What is remembered is bounded, in all and for each peer, so that
 * one peer cannot use up the room of the others. Safe for use by several threads.
 */
public final class ReplayGuard {
    /** Clocks of two peers may differ by this much. */
    public static final Duration WINDOW = Duration.ofMinutes(10);

    private static final long BUCKET_MILLIS = Duration.ofMinutes(1).toMillis();
    /** 100 requests a second, kept up, from one peer. */
    private static final int MAX_IN_BUCKET = 6_000;

    private static final int MAX_REMEMBERED = 500_000;

    /** What is to be done with a request. */
    public enum Verdict {
        FRESH,
        /** Made too long ago, or too far in the future. */
        STALE,
        REPLAYED,
        /** Too many requests to remember: none is let through that could not be recognised later. */
        FULL
    }

    private final InstantSource time;
    /** By the time at which they were made. */
    private final NavigableMap<Long, Map<PeerId, Set<ByteString>>> buckets = new TreeMap<>();

    private int remembered;

    public ReplayGuard(InstantSource time) {
        this.time = time;
    }

    /**
     * @param requestId unique for each request of this peer, at most 64 bytes
     * @param unixTimeMillis when it was made, as the peer says; covered by its signature or MAC, as is the id
     */
    public synchronized Verdict admit(PeerId peer, ByteString requestId, long unixTimeMillis) {
        if (requestId.size() > 64) {
            throw new IllegalArgumentException("request id: " + requestId.size() + " bytes, at most 64");
        }
        Instant now = time.instant();
        if (isStale(now, unixTimeMillis)) {
            return Verdict.STALE;
        }
        forgetBefore(Math.floorDiv(now.minus(WINDOW).toEpochMilli(), BUCKET_MILLIS));
        Set<ByteString> ids = buckets.computeIfAbsent(
                        Math.floorDiv(unixTimeMillis, BUCKET_MILLIS), minute -> new HashMap<>())
                .computeIfAbsent(peer, id -> new HashSet<>());
        if (ids.contains(requestId)) {
            return Verdict.REPLAYED;
        }
        if (ids.size() >= MAX_IN_BUCKET || remembered >= MAX_REMEMBERED) {
            return Verdict.FULL;
        }
        ids.add(requestId);
        remembered++;
        return Verdict.FRESH;
    }

    /** Whether something made at that time is outside the window around now. */
    static boolean isStale(Instant now, long unixTimeMillis) {
        long earliest = now.minus(WINDOW).toEpochMilli();
        long latest = now.plus(WINDOW).toEpochMilli();
        return unixTimeMillis < earliest || unixTimeMillis > latest;
    }

    private void forgetBefore(long minute) {
        while (!buckets.isEmpty() && buckets.firstKey() < minute) {
            for (Set<ByteString> ids : buckets.pollFirstEntry().getValue().values()) {
                remembered -= ids.size();
            }
        }
    }

    synchronized int remembered() {
        return remembered;
    }
}
