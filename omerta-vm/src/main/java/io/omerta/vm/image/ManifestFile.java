package io.omerta.vm.image;

import io.omerta.core.error.ErrorCode;
import io.omerta.core.error.OmertaException;
import io.omerta.core.file.StrictJson;
import java.io.UncheckedIOException;
import java.nio.file.Path;

/** Reads {@code manifest.json}. */
final class ManifestFile {
    static final String NAME = "manifest.json";

    /** A hundred times what a manifest takes. */
    static final int MAX_BYTES = 1 << 20;

    private ManifestFile() {}

    /** @throws OmertaException if there is none, it cannot be read, or it says anything else than a manifest does */
    static ImageManifest read(Path directory) {
        Path file = directory.resolve(NAME);
        try {
            return StrictJson.read(file, ImageManifest.class, MAX_BYTES, ImageHint.BUILD_AGAIN)
                    .orElseThrow(() -> new OmertaException(
                            ErrorCode.MISSING_PREREQUISITE,
                            "could not find a guest image in " + directory + ": it has no " + NAME,
                            ImageHint.BUILD));
        } catch (UncheckedIOException e) {
            throw new OmertaException(ErrorCode.CORRUPT_FILE, String.valueOf(e.getMessage()), ImageHint.BUILD_AGAIN, e);
        }
    }
}
