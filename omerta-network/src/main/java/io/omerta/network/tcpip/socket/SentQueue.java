package io.omerta.network.tcpip.socket;

import org.jspecify.annotations.Nullable;

/** Everything sent and not acknowledged, in the order of sequence numbers: a ring that grows by doubling. */
final class SentQueue {
    private SentSegment[] ring = new SentSegment[16];
    private int head;
    private int size;
    private int inFlightBytes;
    private int lostCount;
    private int sackedCount;

    int size() {
        return size;
    }

    /** Bytes that are presumed to be under way (the "pipe" of RFC 6675). */
    int inFlightBytes() {
        return inFlightBytes;
    }

    boolean hasLost() {
        return lostCount > 0;
    }

    int sackedCount() {
        return sackedCount;
    }

    SentSegment get(int index) {
        return ring[(head + index) & (ring.length - 1)];
    }

    SentSegment last() {
        return get(size - 1);
    }

    void add(SentSegment segment) {
        if (size == ring.length) {
            grow();
        }
        ring[(head + size++) & (ring.length - 1)] = segment;
        inFlightBytes += segment.length();
    }

    private void grow() {
        SentSegment[] larger = new SentSegment[ring.length * 2];
        for (int i = 0; i < size; i++) {
            larger[i] = get(i);
        }
        ring = larger;
        head = 0;
    }

    /** The first segment that is presumed lost. */
    @Nullable
    SentSegment firstLost() {
        for (int i = 0; lostCount > 0 && i < size; i++) {
            if (get(i).lost()) {
                return get(i);
            }
        }
        return null;
    }

    /** Cuts the first segment that is presumed lost, so that its front has {@code most} octets, and returns the front. */
    SentSegment splitFirstLost(int most) {
        int index = 0;
        while (!get(index).lost()) {
            index++;
        }
        SentSegment front = get(index).cutOff(most);
        if (size == ring.length) {
            grow();
        }
        head = (head - 1) & (ring.length - 1);
        size++;
        for (int i = 0; i < index; i++) {
            ring[(head + i) & (ring.length - 1)] = get(i + 1);
        }
        ring[(head + index) & (ring.length - 1)] = front;
        lostCount++;
        return front;
    }

    /** Index of the first segment that ends behind {@code sequence}; {@link #size} if there is none. */
    int firstEndingAfter(int sequence) {
        int low = 0;
        int high = size;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (Sequence.after(get(middle).end(), sequence)) {
                high = middle;
            } else {
                low = middle + 1;
            }
        }
        return low;
    }

    /** Removes the first segment if it ends at or before {@code sequence}, and returns it; cuts it if it ends behind. */
    @Nullable
    SentSegment acknowledge(int sequence) {
        if (size == 0) {
            return null;
        }
        SentSegment first = get(0);
        if (Sequence.after(first.end(), sequence)) {
            cut(first, sequence);
            return null;
        }
        uncount(first);
        head = (head + 1) & (ring.length - 1);
        size--;
        return first;
    }

    private void cut(SentSegment segment, int sequence) {
        if (Sequence.after(sequence, segment.start())) {
            inFlightBytes -= segment.inFlight() ? sequence - segment.start() : 0;
            segment.acknowledgeUpTo(sequence);
        }
    }

    void markSacked(SentSegment segment) {
        uncount(segment);
        segment.markSacked();
        sackedCount++;
    }

    void markLost(SentSegment segment) {
        uncount(segment);
        segment.markLost();
        lostCount++;
    }

    void markSentAgain(SentSegment segment, long now) {
        uncount(segment);
        segment.markSentAgain(now);
        inFlightBytes += segment.length();
    }

    /** After a time-out: all that is not known to have arrived is presumed lost. */
    void markAllLost() {
        for (int i = 0; i < size; i++) {
            if (get(i).inFlight()) {
                markLost(get(i));
            }
        }
    }

    /** After a time-out of the first segment although it was selectively acknowledged: the peer has gone back on its word. */
    void forgetSacks() {
        for (int i = 0; i < size; i++) {
            SentSegment segment = get(i);
            if (segment.sacked()) {
                segment.forgetSack();
                sackedCount--;
                segment.markLost();
                lostCount++;
            }
        }
    }

    private void uncount(SentSegment segment) {
        if (segment.sacked()) {
            sackedCount--;
        } else if (segment.lost()) {
            lostCount--;
        } else {
            inFlightBytes -= segment.length();
        }
    }
}
