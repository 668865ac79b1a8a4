package io.omerta.vm.image;

import io.omerta.core.job.ImageDigest;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;

/**
 * What an image says of itself; its files were not looked at.
 *
 * @param name of its folder, on this machine alone
 * @param architecture Debian's name, perhaps one that this program does not know
 * @param kernel as {@code uname -r} says in the guest
 * @param bytes of all files together
 * @param built when it came to be here
 * @param languages what goes before the name of a script, by language
 * @param added packages that it has beyond the standard image's, as asked for
 * @param drivers of graphics cards
 * @param packages versions by name; empty in images that do not say
 * @param test a job can become root in it
 */
public record ImageDescription(
        String name,
        Path directory,
        ImageDigest digest,
        String architecture,
        String kernel,
        long bytes,
        Instant built,
        SortedMap<String, List<String>> languages,
        List<String> added,
        List<String> drivers,
        SortedMap<String, String> packages,
        boolean test) {
    static ImageDescription of(Path directory, ImageManifest manifest) {
        return new ImageDescription(
                directory.getFileName().toString(),
                directory,
                new ImageDigest(manifest.digest()),
                manifest.arch(),
                manifest.kernel(),
                manifest.bytes(),
                ImageFolder.built(directory),
                manifest.languages(),
                manifest.added(),
                manifest.drivers(),
                manifest.packages(),
                manifest.test());
    }

    /** Why this host may not run it, one clause; empty when it may. */
    public Optional<String> problem(ImageRules rules) {
        if (!rules.architecture().toString().equals(architecture)) {
            return Optional.of("it is for " + architecture + ", this machine is " + rules.architecture());
        }
        return test && !rules.allowTest()
                ? Optional.of("it is a test image, in which a job can become root")
                : Optional.empty();
    }
}
