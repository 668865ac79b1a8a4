package io.omerta.consumer.files;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.SecureDirectoryStream;
import java.nio.file.attribute.BasicFileAttributeView;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;

/** Opens folders below a folder by openat(2), never through a symbolic link. */
final class Folders {
    private Folders() {}

    /**
     * @throws UnsupportedOperationException if this system cannot open relative to a folder
     * @throws IOException if it is no folder, or cannot be read
     */
    @SuppressWarnings("StreamResourceLeak") // Whoever asked closes it.
    static SecureDirectoryStream<Path> open(Path root) throws IOException {
        DirectoryStream<Path> stream = Files.newDirectoryStream(root);
        if (stream instanceof SecureDirectoryStream<Path> secure) {
            return secure;
        }
        stream.close();
        throw new UnsupportedOperationException("this system cannot keep what is opened inside of a folder");
    }

    /** @throws IOException if one of the names is no folder there, a link to one included */
    static SecureDirectoryStream<Path> open(Path root, List<String> names) throws IOException {
        SecureDirectoryStream<Path> folder = open(root);
        for (String name : names) {
            try (SecureDirectoryStream<Path> outer = folder) {
                folder = inside(outer, name);
            }
        }
        return folder;
    }

    private static SecureDirectoryStream<Path> inside(SecureDirectoryStream<Path> outer, String name)
            throws IOException {
        // Asked first: to open a named pipe would wait for its writer.
        if (!attributes(outer, name).isDirectory()) {
            throw new NotDirectoryException(name);
        }
        return outer.newDirectoryStream(Path.of(name), LinkOption.NOFOLLOW_LINKS);
    }

    /** @throws NoSuchFileException if there is nothing of that name */
    static BasicFileAttributes attributes(SecureDirectoryStream<Path> folder, String name) throws IOException {
        return folder.getFileAttributeView(Path.of(name), BasicFileAttributeView.class, LinkOption.NOFOLLOW_LINKS)
                .readAttributes();
    }
}
