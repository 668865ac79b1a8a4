package io.omerta.vm.image;

import com.fasterxml.jackson.annotation.JsonProperty;

/**
 * One file of an image, as the manifest has it.
 *
 * @param sha256 64 lower-case hexadecimal digits
 */
record ImageFile(
        @JsonProperty("sha256") String sha256,
        @JsonProperty("bytes") long bytes) {
    ImageFile {
        if (!sha256.matches("[0-9a-f]{64}")) {
            throw new IllegalArgumentException("sha256: \"" + sha256 + "\"");
        }
        if (bytes <= 0) {
            throw new IllegalArgumentException("bytes: " + bytes);
        }
    }
}
