package io.omerta.vm.template;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.VarHandle;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/**
 * Finds the holes of a file, which Java cannot. One descriptor, owned.
 *
 * <p>Source: lseek(2), SEEK_DATA and SEEK_HOLE.
 */
public final class SparseFile implements AutoCloseable {
    private static final Linker LINKER = Linker.nativeLinker();
    private static final StructLayout CALL_STATE = Linker.Option.captureStateLayout();
    private static final Linker.Option ERRNO = Linker.Option.captureCallState("errno");
    private static final VarHandle ERRNO_OF_CALL = CALL_STATE.varHandle(MemoryLayout.PathElement.groupElement("errno"));
    private static final MethodHandle OPEN = handle(
            "open",
            FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.ADDRESS, ValueLayout.JAVA_INT),
            Linker.Option.firstVariadicArg(2),
            ERRNO);
    private static final MethodHandle SEEK = handle(
            "lseek",
            FunctionDescriptor.of(
                    ValueLayout.JAVA_LONG, ValueLayout.JAVA_INT, ValueLayout.JAVA_LONG, ValueLayout.JAVA_INT),
            ERRNO);
    private static final MethodHandle CLOSE =
            handle("close", FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.JAVA_INT));

    private static final boolean IS_MAC = System.getProperty("os.name", "").startsWith("Mac");
    private static final int O_RDONLY_CLOEXEC = IS_MAC ? 0x1000000 : 0x80000;
    private static final int SEEK_DATA = IS_MAC ? 4 : 3;
    private static final int SEEK_HOLE = IS_MAC ? 3 : 4;

    // ENXIO and ENOENT, the same on both.
    private static final int NO_MORE = 6;
    private static final int NO_SUCH_FILE = 2;

    private final Arena arena = Arena.ofConfined();
    private final MemorySegment callState = arena.allocate(CALL_STATE);
    private final int descriptor;

    private SparseFile(Path path) throws IOException {
        descriptor = (int)
                call(() -> (int) OPEN.invokeExact(callState, arena.allocateFrom(path.toString()), O_RDONLY_CLOEXEC));
        if (descriptor < 0) {
            int errno = errno();
            arena.close();
            if (errno == NO_SUCH_FILE) {
                throw new NoSuchFileException(path.toString());
            }
            throw new IOException("could not open " + path + ": error " + errno);
        }
    }

    /** For the thread that calls. */
    public static SparseFile open(Path path) throws IOException {
        return new SparseFile(path);
    }

    /** Where the next data begins at or after that offset; negative if there is none. */
    public long nextData(long offset) throws IOException {
        long found = call(() -> (long) SEEK.invokeExact(callState, descriptor, offset, SEEK_DATA));
        if (found < 0 && errno() != NO_MORE) {
            throw new IOException("could not look for data: error " + errno());
        }
        return found;
    }

    /** Where the data at that offset ends. */
    public long nextHole(long offset) throws IOException {
        long found = call(() -> (long) SEEK.invokeExact(callState, descriptor, offset, SEEK_HOLE));
        if (found < 0) {
            throw new IOException("could not look for a hole: error " + errno());
        }
        return found;
    }

    private int errno() {
        return (int) ERRNO_OF_CALL.get(callState, 0L);
    }

    @SuppressWarnings("restricted") // The signatures above are those of lseek(2), open(2) and close(2).
    private static MethodHandle handle(String name, FunctionDescriptor descriptor, Linker.Option... options) {
        return LINKER.downcallHandle(LINKER.defaultLookup().findOrThrow(name), descriptor, options);
    }

    private interface Native {
        long call() throws Throwable;
    }

    @SuppressWarnings("IllegalCatch")
    private static long call(Native function) {
        try {
            return function.call();
        } catch (RuntimeException | Error e) {
            throw e;
        } catch (Throwable e) {
            throw new IllegalStateException("a call of the C library threw", e);
        }
    }

    @Override
    public void close() {
        long _ = call(() -> (int) CLOSE.invokeExact(descriptor));
        arena.close();
    }
}
