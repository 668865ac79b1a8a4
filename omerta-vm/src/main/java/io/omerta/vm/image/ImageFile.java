package io.omerta.vm.image;

/**
 * One file of an image, as the manifest has it.
 *
 * @param sha256 64 lower-case hexadecimal digits
 */
record ImageFile(String sha256, long bytes) {
    ImageFile {
        if (sha256 == null || !sha256.matches("[0-9a-f]{64}")) {
            throw new IllegalArgumentException("sha256: \"" + sha256 + "\"");
        }
        if (bytes <= 0) {
            throw new IllegalArgumentException("bytes: " + bytes);
        }
    }
}
