package io.omerta.network.discovery;

import io.omerta.core.job.ImageDigest;
import io.omerta.core.job.JobSpec;
import io.omerta.core.job.Resources;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
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
    /** More than nearly every machine has: to be looked for by that. */
    private static final int MANY_CPUS = 16;

    private static final int MOST_CPUS = 1_024;
    private static final int MOST_GPUS = JobSpec.MAX_GPUS;
    private static final long MUCH_MEMORY = 32L << 30;
    private static final long MOST_MEMORY = 16L << 40;

    private SearchTerms() {}

    static Set<String> of(Offer offer) {
        Set<String> terms = new HashSet<>();
        terms.add(MEMBER);
        if (offer.lending()) {
            terms.add(LENDING);
            // By less than that nobody looks for it, and each term costs its lookups, again and again.
            if (offer.capacity().cpus() >= MANY_CPUS) {
                terms.add(cpus(offer.capacity().cpus()));
            }
            if (offer.capacity().memoryBytes() >= MUCH_MEMORY) {
                terms.add(memory(offer.capacity().memoryBytes()));
            }
            if (offer.capacity().gpus() > 0) {
                terms.add(gpus(offer.capacity().gpus()));
            }
            offer.languages().forEach(name -> terms.add(language(name)));
            offer.images().forEach(image -> terms.add(image(image)));
        }
        return terms;
    }

    /**
     * What to look for, in turn, until there are enough: what few have, if the need is for that; whether the rest fits is to be
     * seen in what is found.
     */
    static List<String> toFind(Need need) {
        if (need.image().isPresent()) {
            return List.of(image(need.image().get()));
        }
        List<String> terms = new ArrayList<>();
        if (need.resources().gpus() > 0) {
            for (int gpus = Integer.highestOneBit(need.resources().gpus()); gpus <= MOST_GPUS; gpus *= 2) {
                terms.add(gpus(gpus));
            }
        } else if (need.resources().cpus() >= MANY_CPUS) {
            for (int cpus = Integer.highestOneBit(need.resources().cpus()); cpus <= MOST_CPUS; cpus *= 2) {
                terms.add(cpus(cpus));
            }
        } else if (need.resources().memoryBytes() >= MUCH_MEMORY) {
            for (long bytes = need.resources().memoryBytes(); bytes <= MOST_MEMORY; bytes *= 2) {
                terms.add(memory(bytes));
            }
        } else {
            terms.add(need.language().map(SearchTerms::language).orElse(LENDING));
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

    static String gpus(int count) {
        return "gpus:" + Integer.highestOneBit(Math.min(count, MOST_GPUS));
    }

    static String memory(long bytes) {
        return "memory:" + Long.highestOneBit(bytes / Resources.MEBIBYTE);
    }
}
