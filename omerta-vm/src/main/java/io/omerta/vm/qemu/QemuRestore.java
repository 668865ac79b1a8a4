package io.omerta.vm.qemu;

import io.omerta.core.error.ErrorCode;
import io.omerta.core.error.OmertaException;
import io.omerta.vm.agent.AgentEvent;
import io.omerta.vm.agent.AgentState;
import io.omerta.vm.template.TemplateKey;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;

/**
 * Gives a QEMU that waits for it the memory and devices of a machine on disk. The content is checked while QEMU starts and
 * reads: no instruction is executed before both have come to a good end.
 *
 * @param check of the memory, begun already
 */
record QemuRestore(CheckpointFiles files, CheckpointManifest manifest, CompletableFuture<Void> check) {
    /** The agent of such a machine has said so in an earlier life. */
    static final AgentEvent.Ready AWAKE = new AgentEvent.Ready("", Duration.ZERO);

    /** A gigabyte takes about a second. */
    private static final Duration LIMIT = Duration.ofMinutes(1);

    private static final long GLANCE_NANOS = Duration.ofMillis(1).toNanos();
    private static final Executor CHECKS =
            task -> Thread.ofVirtual().name("checkpoint-check").start(task);

    /** @throws OmertaException if there is no such machine, or this host makes others now */
    static QemuRestore of(Path directory, String digest, TemplateKey here) {
        CheckpointFiles files = new CheckpointFiles(directory);
        try {
            CheckpointManifest manifest = files.readManifest(digest);
            if (!manifest.machine().equals(here.digest())) {
                throw new OmertaException(
                        ErrorCode.INTERNAL,
                        "could not let the virtual machine go on: QEMU, the guest image or the settings of virtual"
                                + " machines have changed",
                        "");
            }
            files.requireDisk(manifest);
            CompletableFuture<Void> check = CompletableFuture.runAsync(() -> check(files, manifest), CHECKS);
            return new QemuRestore(files, manifest, check);
        } catch (IOException e) {
            throw cannot(String.valueOf(e.getMessage()), e);
        }
    }

    GuestMemory memory() {
        return new GuestMemory.Restored(files.memory());
    }

    Path disk() {
        return files.disk();
    }

    AgentState agent() {
        return manifest.agent();
    }

    /** @throws OmertaException if QEMU cannot read it, or it is not what was written */
    void load(QemuParts parts) throws InterruptedException {
        Qmp qmp = parts.qmp();
        try {
            var _ = qmp.send("migrate-set-parameters", StateTransfer.PARAMETERS);
            String memory = "fd:" + parts.cell().descriptor(files.memory());
            var _ = qmp.execute("migrate-incoming", Map.of("uri", memory));
            awaitLoaded(qmp);
        } catch (IOException e) {
            // Its content explains that best.
            awaitCheck();
            throw cannot(String.valueOf(e.getMessage()), e);
        }
        awaitCheck();
    }

    private static void awaitLoaded(Qmp qmp) throws IOException, InterruptedException {
        long deadline = System.nanoTime() + LIMIT.toNanos();
        while (true) {
            String status = qmp.execute("query-migrate").path("status").asString("");
            if (status.equals("completed")) {
                return;
            }
            if (status.equals("failed") || System.nanoTime() - deadline > 0) {
                throw new IOException("QEMU's reading is " + status);
            }
            LockSupport.parkNanos(GLANCE_NANOS);
        }
    }

    private static void check(CheckpointFiles files, CheckpointManifest manifest) {
        try {
            files.requireMemory(manifest);
        } catch (IOException e) {
            throw cannot(String.valueOf(e.getMessage()), e);
        }
    }

    private void awaitCheck() throws InterruptedException {
        try {
            Void _ = check.get(LIMIT.toSeconds(), TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            throw e.getCause() instanceof OmertaException known ? known : new CompletionException(e.getCause());
        } catch (TimeoutException e) {
            throw cannot("it takes too long to read", e);
        }
    }

    private static OmertaException cannot(String reason, Exception cause) {
        return new OmertaException(ErrorCode.INTERNAL, "could not let the virtual machine go on: " + reason, "", cause);
    }
}
