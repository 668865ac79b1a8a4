package io.omerta.network.discovery;

import io.omerta.core.job.ImageDigest;
import io.omerta.core.job.Resources;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.Set;

/**
 * What an announcement is found by. Amounts are found by their greatest power of two, so that few terms cover all that are large
 * enough.
 */
final class SearchTerms {
    /** Everybody. */
    static final String MEMBER = "member";

    static final String LENDING = "lending";
    private static final int MAX_CHARACTERS = 80;

    private SearchTerms() {}

    static Set<String> of(Offer offer) {
        Set<String> terms = new HashSet<>();
        terms.add(MEMBER);
        if (offer.lending()) {
            terms.add(LENDING);
            terms.add(cpus(offer.capacity().cpus()));
            terms.add(memory(offer.capacity().memoryBytes()));
            offer.languages().forEach(name -> terms.add(language(name)));
            offer.images().forEach(image -> terms.add(image(image)));
        }
        return terms;
    }

    /** Of those that {@link #of} gives, to be looked at before the signature is. */
    static boolean isOne(String term) {
        return !term.isEmpty() && term.length() <= MAX_CHARACTERS;
    }

    static String language(String name) {
        return "language:" + name;
    }

    static String image(ImageDigest image) {
        return "image:" + HexFormat.of().formatHex(image.toBytes());
    }

    static String cpus(int count) {
        return "cpus:" + Integer.highestOneBit(count);
    }

    static String memory(long bytes) {
        return "memory:" + Long.highestOneBit(bytes / Resources.MEBIBYTE);
    }
}
