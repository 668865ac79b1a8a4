package io.omerta.vm.qemu;

import io.omerta.vm.template.SparseFile;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * A copy of a file in memory that nobody can change any more, this process included: memfd_create(2) and F_SEAL_WRITE of
 * fcntl(2). QEMU before 8.2 opens the file of a machine's memory for writing even when it only wants a private copy; with a
 * file on disk a guest that broke out could change what the other clones start from. Linux only. Owns the memory.
 *
 * <p>Native calls: each takes numbers and at most one string of ours, which lives as long as the call.
 */
final class SealedMemory implements AutoCloseable {
    private static final int MFD_CLOEXEC = 0x1;
    private static final int MFD_ALLOW_SEALING = 0x2;
    private static final int F_ADD_SEALS = 1033;

    /** F_SEAL_SEAL, F_SEAL_SHRINK, F_SEAL_GROW, F_SEAL_WRITE. */
    private static final int ALL_SEALS = 0xf;

    private static final int CHUNK_BYTES = 1 << 20;
    private static final int PAGE_BYTES = 4096;

    private static final MethodHandle MEMFD_CREATE = function(
            "memfd_create", FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.ADDRESS, ValueLayout.JAVA_INT));
    private static final MethodHandle FCNTL = function(
            "fcntl",
            FunctionDescriptor.of(
                    ValueLayout.JAVA_INT, ValueLayout.JAVA_INT, ValueLayout.JAVA_INT, ValueLayout.JAVA_INT),
            Linker.Option.firstVariadicArg(2));
    private static final MethodHandle CLOSE =
            function("close", FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.JAVA_INT));

    private final int descriptor;
    private boolean closed;

    private SealedMemory(int descriptor) {
        this.descriptor = descriptor;
    }

    @SuppressWarnings("restricted") // Java has no other way to memfd_create and its seals.
    private static MethodHandle function(String name, FunctionDescriptor type, Linker.Option... options) {
        Linker linker = Linker.nativeLinker();
        return linker.downcallHandle(linker.defaultLookup().findOrThrow(name), type, options);
    }

    /** Pages of zeros take no memory. The file may be changed or deleted afterwards. */
    static SealedMemory copyOf(Path file) throws IOException {
        SealedMemory memory = new SealedMemory(create());
        try {
            memory.fill(file);
            // Fails while somebody has a writable mapping: nobody has.
            require(call(FCNTL, memory.descriptor, F_ADD_SEALS, ALL_SEALS), "seal");
            return memory;
        } catch (IOException | RuntimeException e) {
            memory.close();
            throw e;
        }
    }

    private static int create() throws IOException {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment name = arena.allocateFrom("omerta-memory");
            return require(call(MEMFD_CREATE, name, MFD_CLOEXEC | MFD_ALLOW_SEALING), "make");
        }
    }

    private void fill(Path file) throws IOException {
        try (SparseFile holes = SparseFile.open(file);
                FileChannel from = FileChannel.open(file, StandardOpenOption.READ);
                FileChannel to = FileChannel.open(path(), StandardOpenOption.WRITE)) {
            long size = from.size();
            if (size > 0) {
                // Gives the copy its size, wherever the file ends in zeros.
                int _ = to.write(ByteBuffer.allocate(1), size - 1);
            }
            ByteBuffer chunk = ByteBuffer.allocateDirect(CHUNK_BYTES);
            for (long position = holes.nextData(0);
                    position >= 0;
                    position = holes.nextData(position + chunk.limit())) {
                chunk.clear();
                while (chunk.hasRemaining() && from.read(chunk, position + chunk.position()) >= 0) {
                    // Until the chunk is full or the file ends.
                }
                writePages(chunk.flip(), to, position);
            }
        }
    }

    private static void writePages(ByteBuffer chunk, FileChannel to, long position) throws IOException {
        ByteBuffer zeros = ByteBuffer.allocate(PAGE_BYTES);
        for (int start = 0; start < chunk.limit(); start += PAGE_BYTES) {
            ByteBuffer page = chunk.slice(start, Math.min(PAGE_BYTES, chunk.limit() - start));
            if (page.mismatch(zeros.slice(0, page.limit())) >= 0) {
                for (int written = 0; page.hasRemaining(); ) {
                    written += to.write(page, position + start + written);
                }
            }
        }
    }

    /** Opens it, also in another process of this user, as long as this one lives. */
    Path path() {
        return Path.of("/proc/" + ProcessHandle.current().pid() + "/fd/" + descriptor);
    }

    private static int require(int result, String verb) throws IOException {
        if (result < 0) {
            throw new IOException("could not " + verb + " memory for a machine's copy");
        }
        return result;
    }

    private static int call(MethodHandle function, Object... arguments) {
        try {
            return (int) function.invokeWithArguments(arguments);
        } catch (Throwable e) {
            throw new IllegalStateException("a native call of the right type does not throw", e);
        }
    }

    /** Those who have opened it keep it. Idempotent. */
    @Override
    public synchronized void close() {
        if (!closed) {
            closed = true;
            int _ = call(CLOSE, descriptor);
        }
    }
}
