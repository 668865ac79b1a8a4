package io.omerta.vm.image;

import io.omerta.core.error.ErrorCode;
import io.omerta.core.error.OmertaException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** An image whose every byte was checked, and which this host may run. Immutable. */
public final class GuestImage {
    private final Path directory;
    private final ImageManifest manifest;
    private final Architecture architecture;

    private GuestImage(Path directory, ImageManifest manifest, Architecture architecture) {
        this.directory = directory;
        this.manifest = manifest;
        this.architecture = architecture;
    }

    /**
     * Opens one image; reads all of it.
     *
     * @throws OmertaException if it is missing, broken, for another architecture, or a test image and those are not allowed
     */
    public static GuestImage open(Path directory, ImageRules rules) {
        return open(directory, rules, new FileDigests());
    }

    /** Opens one that this host need not be able to run; reads all of it. */
    static GuestImage openAny(Path directory) {
        ImageManifest manifest = ManifestFile.read(directory);
        Architecture architecture = Architecture.named(manifest.arch())
                .orElseThrow(() -> new OmertaException(
                        ErrorCode.INVALID_INPUT,
                        "could not use the guest image " + directory + ": it is for \"" + manifest.arch() + "\"",
                        ImageHint.BUILD));
        return open(directory, new ImageRules(architecture, true), new FileDigests());
    }

    static GuestImage open(Path directory, ImageRules rules, FileDigests digests) {
        ImageManifest manifest = ManifestFile.read(directory);
        Architecture architecture = permit(directory, manifest, rules);
        manifest.files().forEach((name, file) -> verify(directory.resolve(name), file, digests));
        return new GuestImage(directory, manifest, architecture);
    }

    private static Architecture permit(Path directory, ImageManifest manifest, ImageRules rules) {
        String cannot = "could not use the guest image " + directory + ": ";
        if (!rules.architecture().toString().equals(manifest.arch())) {
            String reason = "it is for " + manifest.arch() + ", this machine is " + rules.architecture();
            throw new OmertaException(ErrorCode.INVALID_INPUT, cannot + reason, ImageHint.BUILD_AGAIN);
        }
        if (manifest.test() && !rules.allowTest()) {
            String reason = "it is a test image, in which a job can become root";
            throw new OmertaException(ErrorCode.NOT_PERMITTED, cannot + reason, ImageHint.BUILD);
        }
        return rules.architecture();
    }

    private static void verify(Path file, ImageFile expected, FileDigests digests) {
        String cannot = "could not use the guest image's file " + file + ": ";
        try {
            if (Files.size(file) != expected.bytes()) {
                String reason = Files.size(file) + " bytes, " + expected.bytes() + " expected";
                throw new OmertaException(ErrorCode.CORRUPT_FILE, cannot + reason, ImageHint.BUILD_AGAIN);
            }
            String sha256 = digests.sha256(file);
            if (!sha256.equals(expected.sha256())) {
                String reason = "its SHA-256 is " + sha256 + ", " + expected.sha256() + " expected";
                throw new OmertaException(ErrorCode.CORRUPT_FILE, cannot + reason, ImageHint.BUILD_AGAIN);
            }
        } catch (IOException e) {
            String reason = "it cannot be read (" + e + ")";
            throw new OmertaException(ErrorCode.CORRUPT_FILE, cannot + reason, ImageHint.BUILD_AGAIN, e);
        }
    }

    public Path directory() {
        return directory;
    }

    /** {@code sha256:} and 64 hexadecimal digits; names the content. */
    public String digest() {
        return manifest.digest();
    }

    public Architecture architecture() {
        return architecture;
    }

    /** As {@code uname -r} says in the guest. */
    public String kernelRelease() {
        return manifest.kernel();
    }

    /** What goes before the name of a script, by language; an executable with an absolute path first. */
    public Map<String, List<String>> languages() {
        return manifest.languages();
    }

    /** Of graphics cards, by the names of their kernel modules with "-"; empty in an image that can use none. */
    public List<String> drivers() {
        return manifest.drivers();
    }

    /** A job can become root in it. */
    public boolean isTest() {
        return manifest.test();
    }

    /** The names of its files, without the manifest. */
    Set<String> files() {
        return manifest.files().keySet();
    }

    public Path kernel() {
        return directory.resolve(ImageManifest.KERNEL);
    }

    public Path initramfs() {
        return directory.resolve(ImageManifest.INITRAMFS);
    }

    /** A squashfs, the guest's root. */
    public Path root() {
        return directory.resolve(ImageManifest.ROOT);
    }

    @Override
    public String toString() {
        return directory.getFileName() + " (" + digest() + ")";
    }
}
