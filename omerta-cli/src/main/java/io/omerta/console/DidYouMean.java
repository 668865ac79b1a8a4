package io.omerta.console;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;

/** Finds what somebody probably wanted to type. */
public final class DidYouMean {
    private DidYouMean() {}

    /** The known word nearest to {@code typed}, if it is near: at most a third of its characters have to change. */
    public static Optional<String> nearest(String typed, Collection<String> known) {
        String wanted = typed.toLowerCase(Locale.ROOT);
        return known.stream()
                .filter(word -> distance(wanted, word.toLowerCase(Locale.ROOT)) <= Math.max(1, word.length() / 3))
                .min(Comparator.comparingInt(word -> distance(wanted, word.toLowerCase(Locale.ROOT))));
    }

    /** As the end of a sentence: {@code ; did you mean "status"?}, or nothing. */
    public static String suffix(String typed, Collection<String> known) {
        return nearest(typed, known)
                .map(word -> "; did you mean \"" + word + "\"?")
                .orElse("");
    }

    /** Levenshtein's, with the swap of two neighbours counted as one (optimal string alignment). */
    private static int distance(String a, String b) {
        int[][] cost = new int[a.length() + 1][b.length() + 1];
        for (int i = 0; i <= a.length(); i++) {
            cost[i][0] = i;
        }
        for (int j = 0; j <= b.length(); j++) {
            cost[0][j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            for (int j = 1; j <= b.length(); j++) {
                int change = a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1;
                cost[i][j] = Math.min(Math.min(cost[i - 1][j] + 1, cost[i][j - 1] + 1), cost[i - 1][j - 1] + change);
                if (i > 1 && j > 1 && a.charAt(i - 1) == b.charAt(j - 2) && a.charAt(i - 2) == b.charAt(j - 1)) {
                    cost[i][j] = Math.min(cost[i][j], cost[i - 2][j - 2] + 1);
                }
            }
        }
        return cost[a.length()][b.length()];
    }
}
