package io.omerta.vm.image;

import io.omerta.core.file.Sha256;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** Digests of files, computed again only when a file is not the one it was. Any thread may ask. */
final class FileDigests {
    private record Known(
            long bytes, FileTime modified, @Nullable Object inode, String sha256) {
        boolean isOf(BasicFileAttributes now) {
            return bytes == now.size()
                    && modified.equals(now.lastModifiedTime())
                    && java.util.Objects.equals(inode, now.fileKey());
        }
    }

    private final Map<Path, Known> known = new ConcurrentHashMap<>();

    String sha256(Path file) throws IOException {
        BasicFileAttributes now = Files.readAttributes(file, BasicFileAttributes.class);
        Known before = known.get(file);
        if (before != null && before.isOf(now)) {
            return before.sha256;
        }
        String sha256 = Sha256.ofFile(file);
        known.put(file, new Known(now.size(), now.lastModifiedTime(), now.fileKey(), sha256));
        return sha256;
    }
}
