package io.omerta.network.tcpip.socket;

import io.omerta.network.tcpip.wire.SackBlock;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Stretches of data that arrived ahead of their turn: sorted, disjoint, none touching another, bounded in number. */
final class ArrivedRanges {
    /** A window of 2 MB with every third segment lost has about this many; a hostile peer gets no more either. */
    private static final int MAX_RANGES = 512;

    private record Range(int start, int end, long touched) {}

    private final List<Range> ranges = new ArrayList<>();
    private long clock;

    boolean isEmpty() {
        return ranges.isEmpty();
    }

    boolean hasRoom() {
        return ranges.size() < MAX_RANGES;
    }

    /**
     * Adds [{@code start}, {@code end}) and takes out what has become contiguous with {@code next}.
     *
     * @return the first number that is still missing
     */
    int add(int next, int start, int end) {
        if (start == next && ranges.isEmpty()) {
            return end;
        }
        merge(start, end);
        Range first = ranges.getFirst();
        if (first.start() == next) {
            ranges.removeFirst();
            return first.end();
        }
        return next;
    }

    private void merge(int start, int end) {
        int from = 0;
        while (from < ranges.size() && Sequence.before(ranges.get(from).end(), start)) {
            from++;
        }
        int to = from;
        int mergedStart = start;
        int mergedEnd = end;
        while (to < ranges.size() && !Sequence.after(ranges.get(to).start(), end)) {
            mergedStart = Sequence.min(mergedStart, ranges.get(to).start());
            mergedEnd = Sequence.max(mergedEnd, ranges.get(to).end());
            to++;
        }
        ranges.subList(from, to).clear();
        ranges.add(from, new Range(mergedStart, mergedEnd, ++clock));
    }

    /** Blocks for a SACK option, the one that changed last in front (RFC 2018 §4). */
    List<SackBlock> newest(int most) {
        return ranges.stream()
                .sorted(Comparator.comparingLong(Range::touched).reversed())
                .limit(most)
                .map(range -> new SackBlock(range.start(), range.end()))
                .toList();
    }
}
