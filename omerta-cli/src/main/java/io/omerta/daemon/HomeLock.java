package io.omerta.daemon;

import io.omerta.core.config.OmertaHome;
import io.omerta.core.error.ErrorCode;
import io.omerta.core.error.OmertaException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Keeps a second daemon out of a home. The kernel lets go of the lock when the process dies, however it does. Beside it
 * {@code omertad.pid} says who holds it: process id and start time, for a process id alone may be somebody else's by now.
 */
final class HomeLock implements AutoCloseable {
    /** Start times are told to the hundredth of a second, and not always alike. */
    private static final Duration SAME_START = Duration.ofSeconds(1);

    private final OmertaHome home;
    private final FileChannel channel;

    private HomeLock(OmertaHome home, FileChannel channel) {
        this.home = home;
        this.channel = channel;
    }

    /** @throws OmertaException {@code IN_USE} when another daemon has this home */
    static HomeLock acquire(OmertaHome home) {
        try {
            FileChannel channel = open(home.lock());
            if (lock(channel) == null) {
                channel.close();
                String who = holder(home)
                        .map(process -> " (pid " + process.pid() + ")")
                        .orElse("");
                throw new OmertaException(
                        ErrorCode.IN_USE, "could not start omertad: another one uses " + home + who, "omertad stop");
            }
            ProcessHandle self = ProcessHandle.current();
            Files.writeString(home.pid(), self.pid() + " " + startMilliseconds(self) + "\n");
            return new HomeLock(home, channel);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The process that has the lock; empty when nobody has. */
    static Optional<ProcessHandle> holder(OmertaHome home) {
        if (!Files.exists(home.lock()) || !isLocked(home.lock())) {
            return Optional.empty();
        }
        try {
            String[] words = Files.readString(home.pid()).strip().split(" ");
            if (words.length != 2) {
                return Optional.empty();
            }
            long started = Long.parseLong(words[1]);
            return ProcessHandle.of(Long.parseLong(words[0]))
                    .filter(process -> Math.abs(startMilliseconds(process) - started) <= SAME_START.toMillis());
        } catch (IOException | NumberFormatException e) {
            return Optional.empty();
        }
    }

    @Override
    public void close() {
        try {
            Files.deleteIfExists(home.pid());
            // The lock file stays: removing it would let two daemons lock two files of one name.
            channel.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static boolean isLocked(Path file) {
        try (FileChannel channel = open(file)) {
            return lock(channel) == null;
        } catch (IOException e) {
            return false;
        }
    }

    private static FileChannel open(Path file) throws IOException {
        return FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    }

    private static @Nullable FileLock lock(FileChannel channel) throws IOException {
        try {
            return channel.tryLock();
        } catch (OverlappingFileLockException e) {
            // Held by this very process: a second daemon in one test.
            return null;
        }
    }

    private static long startMilliseconds(ProcessHandle process) {
        return process.info().startInstant().map(Instant::toEpochMilli).orElse(0L);
    }
}
