package io.omerta.vm.qemu;

import io.omerta.core.error.ErrorCode;
import io.omerta.core.error.OmertaException;
import io.omerta.core.file.DiskFullException;
import io.omerta.core.file.Sha256;
import io.omerta.vm.agent.AgentState;
import io.omerta.vm.template.TemplateKey;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.HexFormat;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Writes one machine that stands still to disk, and ends it. The order is what keeps every byte of the agent's conversation,
 * once:
 *
 * <ol>
 *   <li>Until nothing moves on the agent's channel: what the guest had handed to QEMU is with us, what we had sent is with the
 *       guest.
 *   <li>QEMU writes its state.
 *   <li>QEMU is ended, and the channel read to its end. Had anything come since the second step began, the state would have
 *       it too: then there is no checkpoint.
 * </ol>
 *
 * @param key of the machine, which it goes on as another of
 */
record QemuCheckpoint(TemplateKey key, QemuParts parts) {
    /** A guest that was just writing is through with it in milliseconds. */
    private static final Duration QUIET_LIMIT = Duration.ofSeconds(5);

    private static final long GLANCE_NANOS = Duration.ofMillis(1).toNanos();

    /** A gigabyte takes about a second. */
    private static final Duration MEMORY_LIMIT = Duration.ofMinutes(1);

    /** QEMU's main loop has been round twice: whatever was readable when the first was sent has been read. */
    private static final int ROUNDS = 3;

    /** @return the digest of what was written */
    String write(Path directory) throws InterruptedException {
        CheckpointFiles files = new CheckpointFiles(directory);
        try {
            awaitQuiet();
            long received = parts.agent().received();
            String memoryDigest = writeMemory(files);
            parts.process().close();
            AgentState state = parts.agent().awaitEnd().orElseThrow(() -> failed("its program does not run", null));
            if (parts.agent().received() != received) {
                throw failed("its agent was talking", null);
            }
            return files.writeManifest(CheckpointManifest.of(key, memoryDigest, keepDisk(files), state));
        } catch (IOException e) {
            throw failure(directory, e);
        } catch (UncheckedIOException e) {
            throw failure(directory, e.getCause() == null ? new IOException(e) : e.getCause());
        }
    }

    private void awaitQuiet() throws IOException, InterruptedException {
        long deadline = System.nanoTime() + QUIET_LIMIT.toNanos();
        while (!wasQuietForAWhile()) {
            if (System.nanoTime() - deadline > 0) {
                throw failed("its agent's channel does not come to rest", null);
            }
            LockSupport.parkNanos(GLANCE_NANOS);
        }
    }

    private boolean wasQuietForAWhile() throws IOException, InterruptedException {
        long received = parts.agent().received();
        for (int i = 0; i < ROUNDS; i++) {
            if (!parts.agent().isQuiet()) {
                return false;
            }
            JsonNode _ = parts.qmp().execute("query-status");
        }
        return parts.agent().isQuiet() && parts.agent().received() == received;
    }

    private String writeMemory(CheckpointFiles files) throws IOException, InterruptedException {
        MessageDigest digest = Sha256.newDigest();
        try (FileChannel file = files.createMemory()) {
            // A clone was made without: its template's memory was not part of the state.
            StateTransfer.copy(parts, StateTransfer.WITH_MEMORY, MEMORY_LIMIT, bytes -> {
                digest.update(bytes.duplicate());
                while (bytes.hasRemaining()) {
                    file.write(bytes);
                }
            });
            file.force(true);
        }
        return HexFormat.of().formatHex(digest.digest());
    }

    /** The file itself: the machine's directory goes, its name here stays. */
    private DiskMark keepDisk(CheckpointFiles files) throws IOException {
        Path disk = parts.cell().directory().scratch();
        try (FileChannel content = FileChannel.open(disk, StandardOpenOption.WRITE)) {
            content.force(true);
        }
        Files.createLink(files.disk(), disk);
        return DiskMark.of(files.disk());
    }

    private static OmertaException failure(Path directory, IOException e) {
        if (DiskFullException.orOther(directory, e) instanceof DiskFullException) {
            return new OmertaException(
                    ErrorCode.EXHAUSTED, "could not write the virtual machine down: the disk is full", "", e);
        }
        return failed(String.valueOf(e.getMessage()), e);
    }

    private static OmertaException failed(String reason, @Nullable Exception cause) {
        String message = "could not write the virtual machine down: " + reason;
        return cause == null
                ? new OmertaException(ErrorCode.INTERNAL, message, "")
                : new OmertaException(ErrorCode.INTERNAL, message, "", cause);
    }
}
