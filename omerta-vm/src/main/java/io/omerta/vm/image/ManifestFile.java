package io.omerta.vm.image;

import io.omerta.core.error.ErrorCode;
import io.omerta.core.error.OmertaException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** Reads {@code manifest.json}, strictly. */
final class ManifestFile {
    static final String NAME = "manifest.json";

    /** A thousand times what a manifest takes. */
    private static final long MAX_BYTES = 1 << 20;

    private static final JsonMapper STRICT = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .enable(DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES)
            .enable(DeserializationFeature.FAIL_ON_NULL_CREATOR_PROPERTIES)
            .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private ManifestFile() {}

    /** @throws OmertaException if it cannot be read or says anything else than a manifest does */
    static ImageManifest read(Path directory) {
        Path file = directory.resolve(NAME);
        try {
            if (Files.size(file) > MAX_BYTES) {
                throw new IOException("it has " + Files.size(file) + " bytes");
            }
            return STRICT.readValue(Files.readAllBytes(file), ImageManifest.class);
        } catch (JacksonException e) {
            throw broken(directory, reason(e), e);
        } catch (IOException e) {
            throw broken(directory, String.valueOf(e.getMessage()), e);
        }
    }

    private static String reason(JacksonException e) {
        TokenStreamLocation location = e.getLocation();
        String where = location == null || location.getLineNr() < 1 ? "" : "line " + location.getLineNr() + ": ";
        String what = e.getCause() instanceof IllegalArgumentException refused
                ? String.valueOf(refused.getMessage())
                : e.getOriginalMessage();
        return where + what;
    }

    private static OmertaException broken(Path directory, String reason, Throwable cause) {
        String message = "could not read the guest image's manifest " + directory.resolve(NAME) + ": " + reason;
        return new OmertaException(ErrorCode.CORRUPT_FILE, message, ImageHint.BUILD_AGAIN, cause);
    }
}
