package io.omerta.consumer.files;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.omerta.core.file.DiskSpace;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.SecureDirectoryStream;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A folder that takes files of a VM. What was there before the job stays as it is: the job may replace its own files only. Names
 * that begin with a dot are refused, for they are what programs read without being told to. A file is written under such a name,
 * {@code .omerta-JOB-N.part}, and appears whole. Safe for use by several threads.
 */
final class CollectingFolder implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(CollectingFolder.class);

    /** Of one job, folders included. */
    private static final int MOST_FILES = 100_000;

    private static final long MOST_BYTES = 1L << 40;

    /** What a guest leaves free on the requester's disk. */
    private static final long LEAST_FREE_BYTES = 1L << 30;

    /** Between two looks at the disk. */
    private static final long LOOK_BYTES = 64L << 20;

    private final Path root;
    private final String prefix;

    @GuardedBy("this")
    private final Set<Upload> open = new HashSet<>();

    @GuardedBy("this")
    private final Set<RequestPath> own = new HashSet<>();

    @GuardedBy("this")
    private int files;

    @GuardedBy("this")
    private long bytes;

    @GuardedBy("this")
    private int number;

    @GuardedBy("this")
    private boolean closed;

    /**
     * @param root absolute, without symbolic links of its own
     * @param job whose files they are
     */
    CollectingFolder(Path root, String job) {
        this.root = root;
        this.prefix = partPrefix(job);
    }

    private static String partPrefix(String job) {
        return ".omerta-" + job + "-";
    }

    /**
     * Deletes what a job has left that ended without its daemon.
     *
     * @return how many files that were
     */
    static int deleteParts(Path root, String job) throws IOException {
        int count = 0;
        try (SecureDirectoryStream<Path> folder = Folders.open(root)) {
            for (Path entry : folder) {
                Path name = Path.of(String.valueOf(entry.getFileName()));
                if (name.toString().startsWith(partPrefix(job))) {
                    folder.deleteFile(name);
                    count++;
                }
            }
        } catch (DirectoryIteratorException e) {
            throw e.getCause();
        }
        return count;
    }

    /** Begins to take a file. */
    synchronized Upload begin(RequestPath path) throws RefusedUpload, IOException {
        if (path.folder() || path.names().isEmpty()) {
            throw new RefusedUpload(HttpResponseStatus.BAD_REQUEST, "a file has a name that does not end with a slash");
        }
        if (path.names().stream().anyMatch(name -> name.startsWith("."))) {
            throw new RefusedUpload(HttpResponseStatus.FORBIDDEN, "names that begin with a dot are not collected");
        }
        requireOpen();
        count();
        try (SecureDirectoryStream<Path> folder = prepare(path)) {
            requireReplaceable(folder, path);
        }
        Path part = Path.of(prefix + ++number + ".part");
        try (SecureDirectoryStream<Path> folder = Folders.open(root)) {
            SeekableByteChannel channel = folder.newByteChannel(
                    part, Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS));
            Upload upload = new Upload(path, part, channel);
            open.add(upload);
            return upload;
        }
    }

    @GuardedBy("this")
    private void requireOpen() throws IOException {
        if (closed) {
            throw new IOException("the job has ended");
        }
    }

    @GuardedBy("this")
    private void count() throws RefusedUpload {
        if (files >= MOST_FILES) {
            throw new RefusedUpload(
                    HttpResponseStatus.INSUFFICIENT_STORAGE, "a job may send " + MOST_FILES + " files and folders");
        }
        files++;
    }

    /** The folder that the file goes into; those that are missing are made. */
    @GuardedBy("this")
    private SecureDirectoryStream<Path> prepare(RequestPath path) throws RefusedUpload, IOException {
        List<String> names = path.names().subList(0, path.names().size() - 1);
        for (int depth = 1; depth <= names.size(); depth++) {
            makeFolder(names.subList(0, depth));
        }
        return openFolder(names);
    }

    private SecureDirectoryStream<Path> openFolder(List<String> names) throws RefusedUpload, IOException {
        try {
            return Folders.open(root, names);
        } catch (NotDirectoryException e) {
            throw new RefusedUpload(HttpResponseStatus.CONFLICT, String.join("/", names) + " is no folder");
        }
    }

    /** By its path: none of its folders is a link, and no guest can make one. */
    @GuardedBy("this")
    private void makeFolder(List<String> names) throws RefusedUpload, IOException {
        try (SecureDirectoryStream<Path> outer = openFolder(names.subList(0, names.size() - 1))) {
            Folders.attributes(outer, names.getLast());
        } catch (NoSuchFileException e) {
            count();
            Files.createDirectory(root.resolve(String.join("/", names)));
        }
    }

    @GuardedBy("this")
    private void requireReplaceable(SecureDirectoryStream<Path> folder, RequestPath path)
            throws RefusedUpload, IOException {
        try {
            boolean file = Folders.attributes(folder, path.names().getLast()).isRegularFile();
            if (!file || !own.contains(path)) {
                throw new RefusedUpload(
                        HttpResponseStatus.CONFLICT, path + " is there already, and it is none of this job's files");
            }
        } catch (NoSuchFileException e) {
            // As it should be.
        }
    }

    private synchronized void reserve(int count) throws RefusedUpload, IOException {
        requireOpen();
        if (bytes + count > MOST_BYTES) {
            throw new RefusedUpload(
                    HttpResponseStatus.INSUFFICIENT_STORAGE, "a job may send " + (MOST_BYTES >> 30) + " GB");
        }
        boolean look = bytes == 0 || bytes / LOOK_BYTES != (bytes + count) / LOOK_BYTES;
        if (look && DiskSpace.freeBytes(root) < LEAST_FREE_BYTES) {
            throw new RefusedUpload(
                    HttpResponseStatus.INSUFFICIENT_STORAGE,
                    "the requester's disk has less than " + (LEAST_FREE_BYTES >> 30) + " GB left");
        }
        bytes += count;
    }

    private synchronized boolean publish(Upload upload) throws RefusedUpload, IOException {
        requireOpen();
        boolean replaced = own.contains(upload.path);
        try (SecureDirectoryStream<Path> from = Folders.open(root);
                SecureDirectoryStream<Path> to = prepare(upload.path)) {
            requireReplaceable(to, upload.path);
            from.move(upload.part, to, Path.of(upload.path.names().getLast()));
        } catch (FileAlreadyExistsException e) {
            throw new RefusedUpload(HttpResponseStatus.CONFLICT, upload.path + " is there already");
        }
        own.add(upload.path);
        open.remove(upload);
        return replaced;
    }

    private synchronized void forget(Upload upload) {
        if (open.remove(upload)) {
            bytes -= upload.written;
            upload.discard();
        }
    }

    private void delete(Path part) {
        try (SecureDirectoryStream<Path> folder = Folders.open(root)) {
            folder.deleteFile(part);
        } catch (NoSuchFileException e) {
            // Somebody has tidied up.
        } catch (IOException e) {
            LOG.warn("could not delete {}: {}", root.resolve(part), e.getMessage());
        }
    }

    /** Nothing is taken any more, and nothing is left of what was on its way. Idempotent. */
    @Override
    public synchronized void close() {
        closed = true;
        new ArrayList<>(open).forEach(this::forget);
    }

    /** A file on its way. For one thread. */
    final class Upload implements AutoCloseable {
        private final RequestPath path;
        private final Path part;
        private final SeekableByteChannel channel;
        private long written;

        private Upload(RequestPath path, Path part, SeekableByteChannel channel) {
            this.path = path;
            this.part = part;
            this.channel = channel;
        }

        void write(ByteBuffer data) throws RefusedUpload, IOException {
            reserve(data.remaining());
            written += data.remaining();
            while (data.hasRemaining()) {
                channel.write(data);
            }
        }

        /**
         * It was all of it: lets it appear.
         *
         * @return whether it replaced an earlier one
         */
        boolean commit() throws RefusedUpload, IOException {
            if (channel instanceof FileChannel file) {
                // A name that survives a crash of this machine without its content would be half a file.
                file.force(true);
            }
            channel.close();
            return publish(this);
        }

        private void discard() {
            try {
                channel.close();
            } catch (IOException e) {
                LOG.debug("could not close {}: {}", part, e.getMessage());
            }
            delete(part);
        }

        /** Leaves nothing of it, unless it was committed. */
        @Override
        public void close() {
            forget(this);
        }
    }
}
