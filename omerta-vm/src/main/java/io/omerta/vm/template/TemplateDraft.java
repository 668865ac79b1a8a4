package io.omerta.vm.template;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A template that is being made. Whatever of it was not published is gone when it is closed. */
public final class TemplateDraft implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(TemplateDraft.class);
    private static final String PREFIX = ".making-";

    private final Path folder;
    private final FileChannel lock;

    private TemplateDraft(Path folder, FileChannel lock) {
        this.folder = folder;
        this.lock = lock;
    }

    static TemplateDraft create(Path directory) throws IOException {
        Path folder = directory.resolve(PREFIX + UUID.randomUUID());
        TemplateFolder.createPrivate(folder);
        FileChannel lock =
                FileChannel.open(TemplateFolder.lock(folder), StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        FileLock _ = lock.lock();
        return new TemplateDraft(folder, lock);
    }

    /** Deletes the drafts whose makers are gone. */
    static void removeAbandoned(Path directory) throws IOException {
        List<Path> drafts;
        try (Stream<Path> children = Files.list(directory)) {
            drafts = children.filter(child -> child.getFileName().toString().startsWith(PREFIX))
                    .toList();
        }
        for (Path draft : drafts) {
            if (isAbandoned(draft)) {
                LOG.info("removing {}, which an earlier process did not finish", draft);
                TemplateFolder.delete(draft);
            }
        }
    }

    private static boolean isAbandoned(Path folder) {
        try (FileChannel lock =
                FileChannel.open(TemplateFolder.lock(folder), StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
            return lock.tryLock() != null;
        } catch (IOException | OverlappingFileLockException e) {
            return false;
        }
    }

    Path folder() {
        return folder;
    }

    /** A file of zeros, which takes no room, for the machine's memory. */
    public Path allocateMemory(long bytes) throws IOException {
        Path memory = TemplateFolder.memory(folder);
        try (RandomAccessFile file = new RandomAccessFile(memory.toFile(), "rw")) {
            file.setLength(bytes);
        }
        return memory;
    }

    /** A new file for the state of its devices; the caller closes it. */
    public FileChannel createState() throws IOException {
        return FileChannel.open(TemplateFolder.state(folder), StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
    }

    /** Writes down what is there; the machine must have ended. */
    void seal(TemplateKey key) throws IOException {
        byte[] state = TemplateFolder.readState(folder);
        SparseDigest memory = SparseDigest.of(TemplateFolder.memory(folder));
        new TemplateFile(key, memory, TemplateFolder.sha256(state)).write(folder);
    }

    @Override
    public void close() throws IOException {
        lock.close();
        TemplateFolder.delete(folder);
    }
}
