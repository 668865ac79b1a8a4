package io.omerta.network.tcpip.stack;

import io.omerta.network.tcpip.wire.IpPacket;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;

/** The fragments of one packet. Overlaps make all of it suspicious (RFC 5722), and so do crumbs. */
final class Reassembly {
    /** A packet of 64 KiB over a link of 1280 bytes has 53. */
    private static final int MOST_FRAGMENTS = 64;

    private static final int QUOTED_BYTES = 128;
    private static final int UNKNOWN = -1;

    private final long startedAt;
    private final TreeMap<Integer, Integer> endByStart = new TreeMap<>();
    private byte[] bytes = new byte[2_048];
    private byte[] quote = new byte[0];
    private int received;
    private int total = UNKNOWN;

    Reassembly(long startedAt) {
        this.startedAt = startedAt;
    }

    long startedAt() {
        return startedAt;
    }

    /** Returns false if the fragment contradicts the others. */
    boolean add(IpPacket.Fragment place, ByteBuffer payload, ByteBuffer raw) {
        int start = place.offsetBytes();
        int end = start + payload.remaining();
        if (endByStart.size() == MOST_FRAGMENTS || overlaps(start, end) || !agreesOnTotal(place, end)) {
            return false;
        }
        if (bytes.length < end) {
            bytes = Arrays.copyOf(bytes, Math.max(end, Math.min(2 * bytes.length, 0x10000)));
        }
        payload.get(payload.position(), bytes, start, end - start);
        endByStart.put(start, end);
        received += end - start;
        if (start == 0) {
            quote = new byte[Math.min(QUOTED_BYTES, raw.remaining())];
            raw.get(raw.position(), quote);
        }
        return true;
    }

    private boolean overlaps(int start, int end) {
        Map.Entry<Integer, Integer> before = endByStart.lowerEntry(end);
        return before != null && before.getValue() > start;
    }

    private boolean agreesOnTotal(IpPacket.Fragment place, int end) {
        boolean beyond = total != UNKNOWN && end > total;
        if (place.more()) {
            return !beyond && (total == UNKNOWN || end < total);
        }
        boolean another = total != UNKNOWN && total != end;
        boolean shorter = !endByStart.isEmpty() && endByStart.lastEntry().getValue() > end;
        total = end;
        return !another && !shorter;
    }

    boolean isComplete() {
        return received == total;
    }

    ByteBuffer payload() {
        return ByteBuffer.wrap(bytes, 0, received).slice();
    }

    ByteBuffer raw() {
        return ByteBuffer.wrap(quote);
    }
}
