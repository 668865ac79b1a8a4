package io.omerta.daemon;

import io.omerta.console.DidYouMean;
import io.omerta.core.error.ErrorCode;
import io.omerta.core.error.OmertaException;
import io.omerta.core.job.ImageDigest;
import io.omerta.vm.image.ImageDescription;
import java.util.List;
import java.util.stream.Stream;

/** What the local user means by the image of a job. Names are those of this machine: only digests travel. */
final class ImageReferences {
    private ImageReferences() {}

    /**
     * Finds the one image that is meant.
     *
     * @param reference a name of an image here, a digest, or the beginning of one
     * @param own images of this machine
     * @param announced images of the network's peers
     * @throws OmertaException {@code NOT_FOUND} or {@code AMBIGUOUS}
     */
    static ImageDigest resolve(String reference, List<ImageDescription> own, List<ImageDigest> announced) {
        for (ImageDescription image : own) {
            if (image.name().equals(reference)) {
                return image.digest();
            }
        }
        List<ImageDigest> fitting = Stream.concat(own.stream().map(ImageDescription::digest), announced.stream())
                .filter(digest -> digest.beginsWith(reference))
                .distinct()
                .toList();
        return switch (fitting.size()) {
            // A whole digest needs nobody who knows it: who has that image may come yet.
            case 0 -> ImageDigest.parse(reference).orElseThrow(() -> unknown(reference, own));
            case 1 -> fitting.getFirst();
            default ->
                throw new OmertaException(
                        ErrorCode.AMBIGUOUS,
                        "could not choose an image: the digests of " + fitting.size() + " begin with \"" + reference
                                + "\"",
                        "--image " + fitting.getFirst().shortText());
        };
    }

    private static OmertaException unknown(String reference, List<ImageDescription> own) {
        List<String> names = own.stream().map(ImageDescription::name).toList();
        return new OmertaException(
                ErrorCode.NOT_FOUND,
                "could not find the image \"" + reference + "\", neither here nor at a peer"
                        + DidYouMean.suffix(reference, names),
                "omerta image list");
    }
}
