package io.omerta.vm.qemu;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * By what a large file is recognised that nobody has touched.
 *
 * @param modified as the file system keeps it, RFC 3339
 */
record DiskMark(long bytes, String modified) {
    static DiskMark of(Path file) throws IOException {
        return new DiskMark(Files.size(file), Files.getLastModifiedTime(file).toString());
    }
}
