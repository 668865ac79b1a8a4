package io.omerta.network.discovery;

import io.omerta.core.job.ImageDigest;
import io.omerta.core.job.Resources;
import java.util.Optional;

/**
 * What somebody has to lend to be of use.
 *
 * @param language that it has to know; empty for any
 * @param image that it has to have; empty for any
 */
public record Need(Resources resources, Optional<String> language, Optional<ImageDigest> image) {}
