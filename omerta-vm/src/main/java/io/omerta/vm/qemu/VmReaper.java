package io.omerta.vm.qemu;

import io.omerta.core.error.OmertaException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Ends and removes what an earlier daemon left. To be called before the first machine, by whoever holds the lock of the
 * daemon's home. A process is killed only if id, start and the machine's name on its command line all fit: nobody
 * else's process ever is. Whoever is in the machine's control group, which nobody else is told to join, is killed as well.
 */
final class VmReaper {
    private static final Logger LOG = LoggerFactory.getLogger(VmReaper.class);
    private static final long KILL_LIMIT_SECONDS = 5;

    private VmReaper() {}

    /** How many directories were removed. */
    static int reap(Path run, Cgroups cgroups) {
        List<Path> leftovers;
        try (Stream<Path> children = Files.list(run)) {
            leftovers = children.filter(Files::isDirectory).toList();
        } catch (IOException e) {
            throw new UncheckedIOException("could not look through " + run + ": " + e.getMessage(), e);
        }
        leftovers.forEach(path -> reap(new VmDirectory(path), cgroups));
        return leftovers.size();
    }

    private static void reap(VmDirectory directory, Cgroups cgroups) {
        Optional<VmOwner> owner = ownerOf(directory);
        owner.flatMap(found -> found.process().find())
                .filter(process -> isMachineOf(directory, process))
                .ifPresent(VmReaper::kill);
        cgroups.of(directory.id()).close();
        directory.delete();
        LOG.info("removed what was left of the virtual machine {} of job {}", directory.id(), owner.map(VmOwner::job));
    }

    private static Optional<VmOwner> ownerOf(VmDirectory directory) {
        try {
            return directory.readOwner();
        } catch (OmertaException e) {
            LOG.warn("{}; whose process it was is not known", e.getMessage());
            return Optional.empty();
        }
    }

    private static boolean isMachineOf(VmDirectory directory, ProcessHandle process) {
        return commandLine(process).contains(directory.processName());
    }

    /** Linux tells it in full only here; {@link ProcessHandle.Info} elsewhere. */
    private static String commandLine(ProcessHandle process) {
        try {
            return Files.readString(Path.of("/proc/" + process.pid() + "/cmdline"), StandardCharsets.ISO_8859_1);
        } catch (IOException e) {
            return process.info().commandLine().orElse("");
        }
    }

    private static void kill(ProcessHandle process) {
        boolean asked = process.destroyForcibly();
        try {
            process.onExit().orTimeout(KILL_LIMIT_SECONDS, TimeUnit.SECONDS).join();
        } catch (CompletionException e) {
            LOG.warn("process {} of an earlier daemon does not end (asked: {})", process.pid(), asked);
        }
    }
}
