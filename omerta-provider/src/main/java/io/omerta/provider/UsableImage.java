package io.omerta.provider;

import io.omerta.core.error.ErrorCode;
import io.omerta.core.error.OmertaException;
import io.omerta.core.job.ImageDigest;
import io.omerta.core.job.JobSpec;
import io.omerta.core.job.Program;
import io.omerta.vm.image.GuestImage;
import io.omerta.vm.image.ImageNeed;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The image that a job runs in, or why there is none.
 *
 * @param problem one clause for requesters: without the paths of this machine, which are nobody else's business
 */
record UsableImage(Optional<GuestImage> image, Optional<String> problem) {
    private static final Logger LOG = LoggerFactory.getLogger(UsableImage.class);

    static UsableImage of(LentImages images, JobSpec job) {
        Optional<String> language =
                job.program() instanceof Program.Script script ? Optional.of(script.language()) : Optional.empty();
        boolean needsDrivers = job.resources().gpus() > 0;
        try {
            GuestImage image = images.choose(new ImageNeed(job.image(), language, needsDrivers));
            return needsDrivers && image.drivers().isEmpty()
                    ? none("has the image " + new ImageDigest(image.digest()).shortText() + " without drivers for GPUs")
                    : new UsableImage(Optional.of(image), Optional.empty());
        } catch (OmertaException e) {
            LOG.warn("no guest image: {}", e.getMessage());
            return none(problem(e, job.image()));
        }
    }

    private static UsableImage none(String problem) {
        return new UsableImage(Optional.empty(), Optional.of(problem));
    }

    private static String problem(OmertaException e, Optional<ImageDigest> asked) {
        if (asked.isPresent() && e.code() == ErrorCode.NOT_FOUND) {
            return "does not have the image " + asked.get().shortText();
        }
        return "has no usable guest image: "
                + switch (e.code()) {
                    case CORRUPT_FILE -> "it is damaged";
                    case NOT_PERMITTED -> "it is for tests only";
                    case NOT_FOUND -> "none has drivers for GPUs";
                    default -> "there is none";
                };
    }

    SortedSet<String> languages() {
        return image.map(found -> new TreeSet<>(found.languages().keySet())).orElseGet(TreeSet::new);
    }
}
