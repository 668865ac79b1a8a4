package io.omerta.network.discovery;

import io.omerta.core.job.ImageDigest;
import io.omerta.core.job.Resources;
import java.util.List;
import java.util.regex.Pattern;

/**
 * What a peer lends, as it says.
 *
 * @param version of its daemon
 * @param lending whether it takes jobs of others
 * @param capacity what it lends at most
 * @param available what is free now
 * @param languages of scripts that its images know, at most 32
 * @param images the guest images that it has, at most 16
 * @param queuedJobs that wait there
 */
public record Offer(
        String version,
        boolean lending,
        Resources capacity,
        Resources available,
        List<String> languages,
        List<ImageDigest> images,
        int queuedJobs) {
    public static final int MAX_LANGUAGES = 32;
    public static final int MAX_IMAGES = 16;

    private static final Pattern VERSION = Pattern.compile("[0-9A-Za-z.+_-]{1,64}");
    private static final Pattern LANGUAGE = Pattern.compile("[a-z][a-z0-9+.-]{0,31}");

    public Offer {
        languages = List.copyOf(languages);
        images = List.copyOf(images);
        require(VERSION.matcher(version).matches(), "version: not one");
        require(languages.size() <= MAX_LANGUAGES, "languages: more than " + MAX_LANGUAGES);
        require(images.size() <= MAX_IMAGES, "images: more than " + MAX_IMAGES);
        require(languages.stream().allMatch(name -> LANGUAGE.matcher(name).matches()), "languages: one is no name");
        require(queuedJobs >= 0, "queued jobs: negative");
    }

    /** The same at another moment. */
    Offer with(Resources nowAvailable, int nowQueued) {
        return new Offer(version, lending, capacity, nowAvailable, languages, images, nowQueued);
    }

    private static void require(boolean holds, String otherwise) {
        if (!holds) {
            throw new IllegalArgumentException(otherwise);
        }
    }
}
