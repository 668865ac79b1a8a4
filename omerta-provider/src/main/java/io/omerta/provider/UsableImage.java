package io.omerta.provider;

import io.omerta.core.error.OmertaException;
import io.omerta.vm.image.GuestImage;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The image that the next job runs in, or why there is none.
 *
 * @param problem one clause for requesters: without the paths of this machine, which are nobody else's business
 */
record UsableImage(Optional<GuestImage> image, Optional<String> problem) {
    private static final Logger LOG = LoggerFactory.getLogger(UsableImage.class);

    static UsableImage of(Supplier<GuestImage> images) {
        try {
            return new UsableImage(Optional.of(images.get()), Optional.empty());
        } catch (OmertaException e) {
            LOG.warn("no guest image: {}", e.getMessage());
            return new UsableImage(Optional.empty(), Optional.of(problem(e)));
        }
    }

    private static String problem(OmertaException e) {
        return switch (e.code()) {
            case CORRUPT_FILE -> "it is damaged";
            case NOT_PERMITTED -> "it is for tests only";
            default -> "there is none";
        };
    }

    SortedSet<String> languages() {
        return image.map(found -> new TreeSet<>(found.languages().keySet())).orElseGet(TreeSet::new);
    }
}
