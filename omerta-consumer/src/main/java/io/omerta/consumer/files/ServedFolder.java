package io.omerta.consumer.files;

import java.io.IOException;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.SecureDirectoryStream;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;

/** A folder that a VM may read: its regular files and folders, and no links. Safe for use by several threads. */
final class ServedFolder {
    private static final int MOST_ENTRIES = 100_000;

    private final Path root;

    /** @param root absolute, without symbolic links of its own */
    ServedFolder(Path root) {
        this.root = root;
    }

    /** What is at a path. */
    sealed interface Found {
        /** Closed by whoever asked. */
        record Opened(SeekableByteChannel channel, long size, Instant modified) implements Found, AutoCloseable {
            @Override
            public void close() throws IOException {
                channel.close();
            }
        }

        record Listed(List<Entry> entries) implements Found {
            public Listed {
                entries = List.copyOf(entries);
            }
        }

        /** It is a folder, and was asked for as a file. */
        record Folder() implements Found {}

        record Nothing() implements Found {}
    }

    /** @param size in bytes; 0 for folders */
    record Entry(String name, boolean folder, long size) {}

    /** @throws IOException if the disk fails, or nobody may read it */
    Found find(RequestPath path) throws IOException {
        try {
            if (path.names().isEmpty()) {
                return list(path.names());
            }
            return path.folder() ? list(path.names()) : open(path.names());
        } catch (NoSuchFileException | NotDirectoryException | InvalidPathException e) {
            return new Found.Nothing();
        } catch (DirectoryIteratorException e) {
            throw e.getCause();
        }
    }

    private Found open(List<String> names) throws IOException {
        String name = names.getLast();
        try (SecureDirectoryStream<Path> folder = Folders.open(root, names.subList(0, names.size() - 1))) {
            BasicFileAttributes attributes = Folders.attributes(folder, name);
            if (attributes.isDirectory()) {
                return new Found.Folder();
            }
            if (!attributes.isRegularFile()) {
                return new Found.Nothing();
            }
            SeekableByteChannel channel =
                    folder.newByteChannel(Path.of(name), Set.of(StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS));
            return new Found.Opened(
                    channel, channel.size(), attributes.lastModifiedTime().toInstant());
        }
    }

    private Found list(List<String> names) throws IOException {
        List<Entry> entries = new ArrayList<>();
        try (SecureDirectoryStream<Path> folder = Folders.open(root, names)) {
            for (Path entry : folder) {
                if (entries.size() == MOST_ENTRIES) {
                    throw new IOException("the folder has more than " + MOST_ENTRIES + " entries");
                }
                add(folder, String.valueOf(entry.getFileName()), entries);
            }
        }
        entries.sort(Comparator.comparing(Entry::name));
        return new Found.Listed(entries);
    }

    private static void add(SecureDirectoryStream<Path> folder, String name, List<Entry> entries) throws IOException {
        try {
            BasicFileAttributes attributes = Folders.attributes(folder, name);
            if (attributes.isDirectory()) {
                entries.add(new Entry(name, true, 0));
            } else if (attributes.isRegularFile()) {
                entries.add(new Entry(name, false, attributes.size()));
            }
        } catch (NoSuchFileException e) {
            // Deleted meanwhile.
        }
    }
}
