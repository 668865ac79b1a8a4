package io.omerta.vm.image;

import io.omerta.core.error.ErrorCode;
import io.omerta.core.error.OmertaException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The images below one directory. Each file is read in full once, and again only when it changed. Any thread may call. */
public final class ImageStore {
    private final Path directory;
    private final ImageRules rules;
    private final FileDigests digests = new FileDigests();

    /** @param directory holds images, or is one */
    public ImageStore(Path directory, ImageRules rules) {
        this.directory = directory;
        this.rules = rules;
    }

    /**
     * The image that jobs run in: the newest one that this host may run.
     *
     * @throws OmertaException if there is none; says why each candidate was refused when all were
     */
    public GuestImage current() {
        List<Path> candidates = candidates();
        Optional<OmertaException> refusal = Optional.empty();
        for (Path candidate : candidates) {
            try {
                return GuestImage.open(candidate, rules, digests);
            } catch (OmertaException e) {
                if (e.code() == ErrorCode.CORRUPT_FILE) {
                    throw e;
                }
                refusal = refusal.or(() -> Optional.of(e));
            }
        }
        throw refusal.orElseGet(() -> new OmertaException(
                ErrorCode.MISSING_PREREQUISITE,
                "could not find a guest image in " + directory + ": there is none",
                ImageHint.BUILD));
    }

    /** Newest manifest first. */
    private List<Path> candidates() {
        if (Files.exists(directory.resolve(ManifestFile.NAME))) {
            return List.of(directory);
        }
        try (Stream<Path> children = Files.list(directory)) {
            return children.filter(child -> Files.exists(child.resolve(ManifestFile.NAME)))
                    .sorted(Comparator.comparingLong(ImageStore::built)
                            .reversed()
                            .thenComparing(Path::toString))
                    .toList();
        } catch (IOException e) {
            return List.of();
        }
    }

    private static long built(Path image) {
        return image.resolve(ManifestFile.NAME).toFile().lastModified();
    }
}
