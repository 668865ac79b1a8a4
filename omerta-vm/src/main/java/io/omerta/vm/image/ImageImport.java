package io.omerta.vm.image;

import io.omerta.core.error.ErrorCode;
import io.omerta.core.error.OmertaException;
import io.omerta.core.file.AtomicFile;
import io.omerta.core.file.DiskFullException;
import io.omerta.core.job.ImageDigest;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * Takes an image out of an {@link ImageArchive} that anybody may have written. It becomes visible only when every file was
 * there once, with the digest that the manifest gives, and nothing else.
 */
public final class ImageImport {
    /** What is left free on the disk. */
    private static final long SPARE_BYTES = 64L << 20;

    private final ImageFolder folder;
    private final Path archive;

    public ImageImport(ImageFolder folder, Path archive) {
        this.folder = folder;
        this.archive = archive;
    }

    /**
     * Adds the image under that name.
     *
     * @return what was added, or what was there under that name with the same digest
     * @throws OmertaException if the archive is no image, or there is another image of that name
     * @throws java.io.UncheckedIOException if the disk fails
     */
    public ImageDescription add(String name) {
        Path place = folder.place(name);
        try (InputStream in = new BufferedInputStream(Files.newInputStream(archive));
                HostileTar tar = new HostileTar(in)) {
            Files.createDirectories(folder.directory());
            try (UnfinishedFolder unfinished = UnfinishedFolder.create(folder.directory(), "import")) {
                Path image = Files.createDirectory(unfinished.path().resolve("image"));
                ImageManifest manifest = manifest(tar, image);
                if (ImageFolder.isOf(place, new ImageDigest(manifest.digest()))) {
                    return ImageFolder.describe(place);
                }
                requireFree(place, name);
                requireRoom(manifest);
                files(tar, manifest, image);
                publish(image, place, name);
            }
            return ImageFolder.describe(place);
        } catch (HostileTar.RefusedException e) {
            throw refused(String.valueOf(e.getMessage()), e);
        } catch (NoSuchFileException | AccessDeniedException e) {
            throw new OmertaException(
                    ErrorCode.NOT_FOUND,
                    "could not import " + archive + ": the file cannot be read",
                    "ls -l " + archive,
                    e);
        } catch (IOException e) {
            throw DiskFullException.orOther(place, e);
        }
    }

    private ImageManifest manifest(HostileTar tar, Path image) throws IOException {
        tar.next(ManifestFile.NAME, ManifestFile.MAX_BYTES);
        tar.copyTo(image.resolve(ManifestFile.NAME));
        try {
            return ManifestFile.read(image);
        } catch (OmertaException e) {
            // The file that it names is gone when somebody reads this.
            String reason = String.valueOf(e.getMessage());
            throw refused(
                    "its manifest is broken: "
                            + reason.substring(reason.lastIndexOf(ManifestFile.NAME) + ManifestFile.NAME.length() + 2),
                    e);
        }
    }

    /** In any order, each once. */
    private static void files(HostileTar tar, ImageManifest manifest, Path image) throws IOException {
        SortedMap<String, ImageFile> missing = new TreeMap<>(manifest.files());
        while (!missing.isEmpty()) {
            String name = tar.next(missing.keySet(), ImageArchive.MAX_FILE_BYTES);
            ImageFile expected = missing.remove(name);
            String sha256 = tar.copyTo(image.resolve(name));
            if (expected == null
                    || !sha256.equals(expected.sha256())
                    || Files.size(image.resolve(name)) != expected.bytes()) {
                throw new HostileTar.RefusedException("its file " + name + " is not the one of its manifest");
            }
        }
        tar.requireEnd();
    }

    private void requireFree(Path place, String name) {
        if (Files.exists(place)) {
            throw nameIsTaken(name);
        }
    }

    private void requireRoom(ImageManifest manifest) throws IOException {
        long room = Files.getFileStore(folder.directory()).getUsableSpace();
        if (room - SPARE_BYTES < manifest.bytes()) {
            throw new OmertaException(
                    ErrorCode.EXHAUSTED,
                    "could not import " + archive + ": the image has " + (manifest.bytes() >> 20) + " MB, the disk of "
                            + folder.directory() + " has " + (room >> 20) + " MB free",
                    "df -h " + folder.directory());
        }
    }

    private void publish(Path image, Path place, String name) throws IOException {
        try (Stream<Path> files = Files.list(image)) {
            for (Path file : files.toList()) {
                try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
                    channel.force(true);
                }
            }
        }
        AtomicFile.syncDirectory(image);
        try {
            Files.move(image, place, StandardCopyOption.ATOMIC_MOVE);
        } catch (FileAlreadyExistsException | DirectoryNotEmptyException e) {
            throw nameIsTaken(name);
        }
        AtomicFile.syncDirectory(folder.directory());
    }

    private OmertaException nameIsTaken(String name) {
        return new OmertaException(
                ErrorCode.ALREADY_EXISTS,
                "could not import " + archive + ": there is another image called \"" + name + "\"",
                "omerta image import --name " + name + "-2 " + archive);
    }

    private OmertaException refused(String reason, Exception cause) {
        return new OmertaException(
                ErrorCode.CORRUPT_FILE,
                "could not import " + archive + ": " + reason,
                "have it written again: omerta image export NAME FILE.tar",
                cause);
    }
}
