package io.omerta.vm.image;

import io.omerta.core.error.OmertaException;
import io.omerta.core.file.DiskFullException;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;

/**
 * An image as one file, to carry to another machine: a tar (POSIX.1-1988) of the manifest, which comes first, and of the
 * files that it names. Nothing in it tells of the machine that wrote it: the same image gives the same bytes.
 */
public final class ImageArchive {
    /** 8 GiB minus 1 is what eleven octal digits hold; POSIX.1-2001 headers are not needed below. */
    static final long MAX_FILE_BYTES = (1L << 33) - 1;

    private static final int MODE = 0100644;

    private ImageArchive() {}

    /**
     * Writes an image into a file, which appears whole or not at all and replaces one of that name.
     *
     * @throws OmertaException if the image is damaged
     * @throws java.io.UncheckedIOException if the file cannot be written
     */
    public static void write(ImageDescription image, Path archive) {
        GuestImage verified = GuestImage.openAny(image.directory());
        Path target = archive.toAbsolutePath();
        Path unfinished = target.resolveSibling(
                "." + target.getFileName() + "." + ProcessHandle.current().pid() + ".tmp");
        try {
            try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(
                            unfinished, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE));
                    TarArchiveOutputStream tar = new TarArchiveOutputStream(out)) {
                for (String name : names(verified)) {
                    add(tar, name, verified.directory().resolve(name));
                }
            }
            Files.move(unfinished, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw DiskFullException.orOther(target, e);
        } finally {
            deleteIfLeft(unfinished);
        }
    }

    private static List<String> names(GuestImage image) {
        List<String> names = new ArrayList<>();
        names.add(ManifestFile.NAME);
        names.addAll(image.files());
        return names;
    }

    private static void add(TarArchiveOutputStream tar, String name, Path file) throws IOException {
        TarArchiveEntry entry = new TarArchiveEntry(name);
        entry.setSize(Files.size(file));
        entry.setMode(MODE);
        entry.setModTime(0);
        tar.putArchiveEntry(entry);
        Files.copy(file, tar);
        tar.closeArchiveEntry();
    }

    private static void deleteIfLeft(Path unfinished) {
        try {
            Files.deleteIfExists(unfinished);
        } catch (IOException e) {
            throw DiskFullException.orOther(unfinished, e);
        }
    }
}
