package io.omerta.vm.image;

import io.omerta.core.job.ImageDigest;
import java.util.Optional;

/**
 * What a job needs of an image.
 *
 * @param asked the only one that will do; empty when the host chooses
 * @param language of the script; empty for a command line
 * @param drivers it has a graphics card
 */
public record ImageNeed(Optional<ImageDigest> asked, Optional<String> language, boolean drivers) {
    /** That one. */
    public static ImageNeed of(ImageDigest image) {
        return new ImageNeed(Optional.of(image), Optional.empty(), false);
    }

    boolean languageIsKnownTo(GuestImage image) {
        return language.isEmpty() || image.languages().containsKey(language.get());
    }
}
