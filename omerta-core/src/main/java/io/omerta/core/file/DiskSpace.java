package io.omerta.core.file;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What a disk has left. */
public final class DiskSpace {
    private static final Logger LOG = LoggerFactory.getLogger(DiskSpace.class);

    private DiskSpace() {}

    /** Bytes that this user may still write where that file or folder is; 0 when that cannot be found out. */
    public static long freeBytes(Path place) {
        try {
            return Files.getFileStore(place).getUsableSpace();
        } catch (IOException e) {
            LOG.warn("could not find out how much disk is free in {}", place, e);
            return 0;
        }
    }
}
