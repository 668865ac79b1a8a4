package io.omerta.vm.image;

/** What helps against a missing or broken image. */
final class ImageHint {
    static final String BUILD = "omerta image build";
    static final String BUILD_AGAIN = "remove the image's directory, then: omerta image build";
    static final String LIST = "omerta image list";

    private ImageHint() {}
}
