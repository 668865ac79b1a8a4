package io.omerta.vm.image;

import io.omerta.core.error.ErrorCode;
import io.omerta.core.error.OmertaException;
import io.omerta.core.job.ImageDigest;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The images below one directory. Each file is read in full once, and again only when it changed. Any thread may call. */
public final class ImageStore {
    private static final Logger LOG = LoggerFactory.getLogger(ImageStore.class);

    private final ImageFolder folder;
    private final ImageRules rules;
    private final FileDigests digests = new FileDigests();

    /** @param directory holds images, or is one */
    public ImageStore(Path directory, ImageRules rules) {
        this.folder = new ImageFolder(directory);
        this.rules = rules;
    }

    /**
     * The image that jobs run in: the newest one that this host may run. One with drivers, whose kernel is larger, only if there
     * is no other.
     *
     * @throws OmertaException if there is none; says why each candidate was refused when all were
     */
    public GuestImage current() {
        Optional<OmertaException> refusal = Optional.empty();
        Optional<GuestImage> withDrivers = Optional.empty();
        for (Path candidate : folder.newestFirst()) {
            try {
                GuestImage image = open(candidate);
                if (image.drivers().isEmpty()) {
                    return image;
                }
                withDrivers = withDrivers.or(() -> Optional.of(image));
            } catch (OmertaException e) {
                if (e.code() == ErrorCode.CORRUPT_FILE) {
                    throw e;
                }
                refusal = refusal.or(() -> Optional.of(e));
            }
        }
        if (withDrivers.isPresent()) {
            return withDrivers.get();
        }
        throw refusal.orElseGet(() -> new OmertaException(
                ErrorCode.MISSING_PREREQUISITE,
                "could not find a guest image in " + folder.directory() + ": there is none",
                ImageHint.BUILD));
    }

    /** All that this host may run and that are whole, newest first. */
    public List<GuestImage> usable() {
        List<GuestImage> usable = new ArrayList<>();
        for (Path candidate : folder.newestFirst()) {
            try {
                usable.add(open(candidate));
            } catch (OmertaException e) {
                // Whoever asks for it is told why; it takes nothing from the others.
                LOG.debug("passed over: {}", e.getMessage());
            }
        }
        return usable;
    }

    /**
     * The image for a job: the one that it asks for; for one with a graphics card the newest that has drivers; else the current
     * one. Where that does not know the script's language, the newest that does, if there is any.
     *
     * @throws OmertaException {@code NOT_FOUND} if the one asked for is not here, or none has drivers; otherwise as
     *     {@link #current}
     */
    public GuestImage choose(ImageNeed need) {
        if (need.asked().isPresent()) {
            return byDigest(need.asked().get());
        }
        if (need.drivers()) {
            List<GuestImage> candidates = usable().stream()
                    .filter(image -> !image.drivers().isEmpty())
                    .toList();
            return candidates.stream()
                    .filter(need::languageIsKnownTo)
                    .findFirst()
                    .or(() -> candidates.stream().findFirst())
                    .orElseThrow(() -> new OmertaException(
                            ErrorCode.NOT_FOUND,
                            "could not find a guest image with drivers for graphics cards in " + folder.directory(),
                            "omerta image build --gpu"));
        }
        GuestImage current = current();
        return need.languageIsKnownTo(current)
                ? current
                : usable().stream().filter(need::languageIsKnownTo).findFirst().orElse(current);
    }

    private GuestImage byDigest(ImageDigest digest) {
        Path found = folder.newestFirst().stream()
                .filter(candidate -> ImageFolder.isOf(candidate, digest))
                .findFirst()
                .orElseThrow(() -> new OmertaException(
                        ErrorCode.NOT_FOUND, "could not find the image " + digest.shortText(), ImageHint.LIST));
        return open(found);
    }

    private GuestImage open(Path image) {
        return GuestImage.open(image, rules, digests);
    }
}
