package io.omerta.vm.image;

/** What helps against a missing or broken image. */
final class ImageHint {
    static final String BUILD = "bin/quickstart";
    static final String BUILD_AGAIN = "remove the image's directory, then bin/quickstart builds it again";

    private ImageHint() {}
}
