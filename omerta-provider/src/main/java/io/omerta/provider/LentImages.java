package io.omerta.provider;

import io.omerta.vm.image.GuestImage;
import io.omerta.vm.image.ImageNeed;

/** The images that jobs run in here. Any thread may call. */
@FunctionalInterface
public interface LentImages {
    /**
     * The image for a job.
     *
     * @throws io.omerta.core.error.OmertaException when there is none; {@code NOT_FOUND} when there are others but not the one
     */
    GuestImage choose(ImageNeed need);
}
