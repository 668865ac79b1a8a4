package io.omerta.vm.image;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import io.omerta.core.file.Sha256;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Collection;
import java.util.List;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.jspecify.annotations.Nullable;

/**
 * Reads an archive that anybody may have written, entry by entry: plain files in no folder, whose names the reader knows
 * beforehand. Whatever the archive says of itself, no more memory is taken than {@link #MAX_HEADER_BYTES}, and no more bytes
 * of an entry are read than the reader allows. For one thread.
 */
final class HostileTar implements AutoCloseable {
    /** For the headers of one entry, with the padding before: extended headers need a few hundred bytes. */
    private static final long MAX_HEADER_BYTES = 64 << 10;

    /** GNU tar fills up to 10 KiB with zeros; some writers, to a megabyte. */
    private static final long MAX_TRAILER_BYTES = 1 << 20;

    private final BoundedInput input;
    private final TarArchiveInputStream tar;
    private long entryBytes;

    /** The archive is not one that we take. The message is one clause with the archive as its subject. */
    static final class RefusedException extends IOException {
        private static final long serialVersionUID = 1;

        RefusedException(String reason) {
            super(reason);
        }

        RefusedException(String reason, Throwable cause) {
            super(reason, cause);
        }
    }

    HostileTar(InputStream in) {
        input = new BoundedInput(in);
        tar = new TarArchiveInputStream(input);
    }

    void next(String name, long maxBytes) throws IOException {
        next(List.of(name), maxBytes);
    }

    /**
     * Goes to the next entry.
     *
     * @return its name, one of those expected
     * @throws RefusedException for anything else
     */
    @CanIgnoreReturnValue
    String next(Collection<String> expected, long maxBytes) throws IOException {
        TarArchiveEntry entry = header(MAX_HEADER_BYTES);
        if (entry == null) {
            throw new RefusedException("it ends before " + String.join(", ", expected));
        }
        String name = entry.getName();
        // isFile() alone is true of links too.
        boolean plain = entry.isFile()
                && !entry.isLink()
                && !entry.isSymbolicLink()
                && !entry.isSparse()
                && !entry.isCharacterDevice()
                && !entry.isBlockDevice()
                && !entry.isFIFO();
        if (!plain) {
            throw new RefusedException("its entry " + shown(name) + " is not a plain file");
        }
        if (!expected.contains(name)) {
            throw new RefusedException(
                    "it has an entry " + shown(name) + " where " + String.join(", ", expected) + " should be");
        }
        if (entry.getSize() < 0 || entry.getSize() > maxBytes) {
            throw new RefusedException("its file " + name + " has " + entry.getSize() + " bytes");
        }
        entryBytes = entry.getSize();
        return name;
    }

    /** Writes the entry's content into a new file. @return its SHA-256, lower-case hexadecimal */
    @CanIgnoreReturnValue
    String copyTo(Path file) throws IOException {
        input.allow(entryBytes + MAX_HEADER_BYTES);
        try (OutputStream out = Files.newOutputStream(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            return Sha256.ofCopy(new Guarded(tar), out);
        }
    }

    void requireEnd() throws IOException {
        TarArchiveEntry entry = header(MAX_TRAILER_BYTES);
        if (entry != null) {
            throw new RefusedException("it has an entry " + shown(entry.getName()) + " too many");
        }
    }

    private @Nullable TarArchiveEntry header(long maxBytes) throws IOException {
        input.allow(maxBytes);
        try {
            return tar.getNextEntry();
        } catch (RefusedException e) {
            throw e;
        } catch (IOException | RuntimeException e) {
            // The library tells of broken headers by exceptions of many kinds.
            throw new RefusedException("it is no tar archive", e);
        }
    }

    private static String shown(String name) {
        return "\"" + (name.length() > 60 ? name.substring(0, 60) + "…" : name) + "\"";
    }

    @Override
    public void close() throws IOException {
        tar.close();
    }

    /** What the library says of a cut or broken archive is the archive's fault, not the disk's. */
    private static final class Guarded extends FilterInputStream {
        Guarded(InputStream in) {
            super(in);
        }

        @Override
        public int read(byte[] buffer, int offset, int length) throws IOException {
            try {
                return super.read(buffer, offset, length);
            } catch (RefusedException e) {
                throw e;
            } catch (IOException | RuntimeException e) {
                throw new RefusedException("it is cut short or damaged", e);
            }
        }
    }

    /** Gives no more bytes than were allowed last. */
    private static final class BoundedInput extends FilterInputStream {
        private long allowed;

        BoundedInput(InputStream in) {
            super(in);
        }

        void allow(long bytes) {
            allowed = bytes;
        }

        @Override
        public int read() throws IOException {
            require();
            int octet = super.read();
            allowed -= octet < 0 ? 0 : 1;
            return octet;
        }

        @Override
        public int read(byte[] buffer, int offset, int length) throws IOException {
            if (length == 0) {
                return 0;
            }
            require();
            int read = super.read(buffer, offset, (int) Math.min(length, allowed));
            allowed -= Math.max(0, read);
            return read;
        }

        @Override
        public long skip(long bytes) throws IOException {
            require();
            long skipped = super.skip(Math.min(bytes, allowed));
            allowed -= skipped;
            return skipped;
        }

        private void require() throws RefusedException {
            if (allowed <= 0) {
                throw new RefusedException("its headers do not end");
            }
        }
    }
}
