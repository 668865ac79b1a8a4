package io.omerta.network.wireguard;

/**
 * Which counters of a session have been seen (paper, section 5.4.6; the bit ring of RFC 6479). Counters are unsigned.
 * Only counters of authentic packets may be shown to it.
 */
final class ReplayWindow {
    /** How far behind the highest counter a late packet may be. */
    static final int SIZE = 8_192;

    private static final int WORD_SHIFT = 6;
    /** Twice the window, so that the word that is being entered never holds counters that are still in the window. */
    private static final int WORDS = (2 * SIZE) >>> WORD_SHIFT;

    private final long[] seen = new long[WORDS];
    private long highest;

    /** True where the counter is new and within the window; it counts as seen from then on. */
    boolean accept(long counter) {
        if (Long.compareUnsigned(counter, highest) > 0) {
            advanceTo(counter);
        } else if (Long.compareUnsigned(highest - counter, SIZE) >= 0) {
            return false;
        }
        int word = wordOf(counter);
        long bit = 1L << counter;
        if ((seen[word] & bit) != 0) {
            return false;
        }
        seen[word] |= bit;
        return true;
    }

    private void advanceTo(long counter) {
        long steps = Math.min((counter >>> WORD_SHIFT) - (highest >>> WORD_SHIFT), WORDS);
        for (long i = 1; i <= steps; i++) {
            seen[(int) (((highest >>> WORD_SHIFT) + i) & (WORDS - 1))] = 0;
        }
        highest = counter;
    }

    private static int wordOf(long counter) {
        return (int) (counter >>> WORD_SHIFT) & (WORDS - 1);
    }
}
