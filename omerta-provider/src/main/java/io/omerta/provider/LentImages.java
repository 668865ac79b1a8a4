package io.omerta.provider;

import io.omerta.core.job.ImageDigest;
import io.omerta.vm.image.GuestImage;
import java.util.Optional;

/** The images that jobs run in here. Any thread may call. */
@FunctionalInterface
public interface LentImages {
    /**
     * The image for a job.
     *
     * @param asked the only one that will do; empty when this machine chooses
     * @param language of the script; empty for a command line
     * @throws io.omerta.core.error.OmertaException when there is none; {@code NOT_FOUND} when the one asked for is not here
     */
    GuestImage choose(Optional<ImageDigest> asked, Optional<String> language);
}
