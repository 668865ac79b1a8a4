package io.omerta.vm.image;

import io.omerta.core.error.ErrorCode;
import io.omerta.core.error.OmertaException;
import io.omerta.core.job.ImageDigest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The images below one directory as they lie there: each a folder, whose name is the image's on this machine. Reads their
 * manifests, nothing else of them. Other processes may add and remove images meanwhile. Any thread may call.
 */
public final class ImageFolder {
    /** No leading dot: what has one is not finished, or being removed. */
    private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9._+-]{0,63}");

    private final Path directory;

    /** @param directory holds images, or is one */
    public ImageFolder(Path directory) {
        this.directory = directory;
    }

    /** Where images lie. */
    public Path directory() {
        return directory;
    }

    /** Newest first. Those that cannot be read are told to {@code unreadable} instead. */
    public List<ImageDescription> list(Consumer<OmertaException> unreadable) {
        List<ImageDescription> images = new ArrayList<>();
        for (Path image : newestFirst()) {
            try {
                images.add(describe(image));
            } catch (OmertaException e) {
                unreadable.accept(e);
            }
        }
        return images;
    }

    /**
     * Finds an image by its name, its digest, or the beginning of its digest.
     *
     * @throws OmertaException {@code NOT_FOUND} or {@code AMBIGUOUS}, or if its manifest is broken
     */
    public ImageDescription find(String reference) {
        Optional<Path> named = newestFirst().stream()
                .filter(image -> image.getFileName().toString().equals(reference))
                .findFirst();
        if (named.isPresent()) {
            return describe(named.get());
        }
        List<ImageDescription> fitting = list(_ -> {}).stream()
                .filter(image -> image.digest().beginsWith(reference))
                .toList();
        if (fitting.stream().map(ImageDescription::digest).distinct().count() > 1) {
            throw new OmertaException(
                    ErrorCode.AMBIGUOUS,
                    "could not choose an image: the digests of several begin with \"" + reference + "\"",
                    ImageHint.LIST);
        }
        return fitting.stream()
                .findFirst()
                .orElseThrow(() -> new OmertaException(
                        ErrorCode.NOT_FOUND, "could not find the image \"" + reference + "\"", ImageHint.LIST));
    }

    /** The one that jobs run in unless they name another, as far as manifests tell. */
    public Optional<ImageDescription> current(ImageRules rules) {
        return list(_ -> {}).stream()
                .filter(image -> image.problem(rules).isEmpty())
                .findFirst();
    }

    /**
     * Where an image of that name is, or would be.
     *
     * @throws OmertaException {@code INVALID_INPUT} if it cannot be a name
     */
    public Path place(String name) {
        if (!NAME.matcher(name).matches()) {
            throw new OmertaException(
                    ErrorCode.INVALID_INPUT,
                    "could not use \"" + name
                            + "\" as the name of an image: up to 64 of a-z, 0-9, \".\", \"_\", \"+\", \"-\", a letter"
                            + " or digit first",
                    "--name my-image");
        }
        return directory.resolve(name);
    }

    /**
     * Removes an image: at once for everybody who looks, then from the disk. A machine that runs in it goes on.
     *
     * @throws UncheckedIOException if the disk fails
     */
    public void remove(ImageDescription image) {
        Path parent = image.directory().toAbsolutePath().normalize().getParent();
        if (parent == null) {
            throw new IllegalArgumentException("image: " + image.directory() + " is in no directory");
        }
        try (UnfinishedFolder removed = UnfinishedFolder.create(parent, "removed")) {
            Files.move(image.directory(), removed.path().resolve("image"));
        } catch (IOException e) {
            throw new UncheckedIOException("could not remove " + image.directory() + ": " + e.getMessage(), e);
        }
    }

    static ImageDescription describe(Path image) {
        return ImageDescription.of(image, ManifestFile.read(image));
    }

    /** Whether the folder's manifest names this digest; a broken one names none. */
    static boolean isOf(Path image, ImageDigest digest) {
        try {
            return ManifestFile.read(image).digest().equals(digest.text());
        } catch (OmertaException e) {
            return false;
        }
    }

    /** Newest manifest first. */
    List<Path> newestFirst() {
        if (Files.exists(directory.resolve(ManifestFile.NAME))) {
            return List.of(directory);
        }
        try (Stream<Path> children = Files.list(directory)) {
            return children.filter(child -> !child.getFileName().toString().startsWith("."))
                    .filter(child -> Files.exists(child.resolve(ManifestFile.NAME)))
                    .sorted(Comparator.comparing(ImageFolder::built).reversed().thenComparing(Path::toString))
                    .toList();
        } catch (IOException e) {
            return List.of();
        }
    }

    static Instant built(Path image) {
        return Instant.ofEpochMilli(image.resolve(ManifestFile.NAME).toFile().lastModified());
    }
}
