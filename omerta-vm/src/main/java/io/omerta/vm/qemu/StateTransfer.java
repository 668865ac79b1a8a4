package io.omerta.vm.qemu;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Takes the state of a machine that stands still out of its QEMU, over a socket in the machine's directory; what has to be
 * agreed about with the QEMU that it goes into is here too.
 *
 * <p>Source: QEMU, {@code docs/devel/migration.rst}.
 */
final class StateTransfer {
    /** The memory lies in a file and is not part of the state. */
    static final Map<String, ?> WITHOUT_MEMORY = ignoringSharedMemory(true);

    static final Map<String, ?> WITH_MEMORY = ignoringSharedMemory(false);

    /**
     * The machine does not announce itself to a network (RARP), which the frame gate would take for an attempt to break out;
     * and nothing slows the transfer down.
     */
    static final Map<String, ?> PARAMETERS = Map.of("max-bandwidth", 1L << 40, "announce-rounds", 0);

    private static final int BUFFER_BYTES = 1 << 20;

    /** Where the state goes. */
    @FunctionalInterface
    interface Sink {
        /** Takes all that remains. */
        void write(ByteBuffer bytes) throws IOException;
    }

    private final ChannelListener listener;
    private volatile @Nullable SocketChannel connected;

    private StateTransfer(ChannelListener listener) {
        this.listener = listener;
    }

    /**
     * @param capabilities one of those above
     * @throws IOException if QEMU does not write everything in that time
     */
    static void copy(QemuParts machine, Map<String, ?> capabilities, Duration atMost, Sink into)
            throws IOException, InterruptedException {
        Qmp qmp = machine.qmp();
        Path socket = machine.cell().directory().stateSocket();
        try (ChannelListener listener = ChannelListener.bind(socket)) {
            String uri = "unix:" + machine.cell().connect(socket);
            var _ = qmp.send("migrate-set-capabilities", capabilities);
            var _ = qmp.send("migrate-set-parameters", PARAMETERS);
            new StateTransfer(listener).receive(qmp.send("migrate", Map.of("uri", uri)), atMost, into);
            String status = qmp.execute("query-migrate").path("status").asString("");
            if (!status.equals("completed")) {
                throw new IOException("QEMU's writing of the machine's state is " + status);
            }
        }
    }

    private void receive(CompletableFuture<JsonNode> started, Duration atMost, Sink into)
            throws IOException, InterruptedException {
        CompletableFuture<Void> tooLate = CompletableFuture.runAsync(
                this::cancel, CompletableFuture.delayedExecutor(atMost.toMillis(), TimeUnit.MILLISECONDS));
        CompletableFuture<JsonNode> watched = started.whenComplete((_, failure) -> {
            if (failure != null) {
                cancel();
            }
        });
        try (SocketChannel socket = listener.accept()) {
            connected = socket;
            if (tooLate.isDone()) {
                cancel();
            }
            copy(socket, into);
        } catch (IOException e) {
            if (tooLate.isDone()) {
                throw new IOException("QEMU did not write the machine's state within " + atMost.toSeconds() + " s", e);
            }
            if (watched.isCompletedExceptionally()) {
                // Says why.
                JsonNode _ = Qmp.await(started, Duration.ZERO);
            }
            throw e;
        } finally {
            tooLate.cancel(false);
        }
    }

    private static void copy(SocketChannel from, Sink into) throws IOException {
        ByteBuffer buffer = ByteBuffer.allocateDirect(BUFFER_BYTES);
        while (from.read(buffer) >= 0) {
            into.write(buffer.flip());
            buffer.clear();
        }
    }

    private void cancel() {
        listener.cancel();
        SocketChannel socket = connected;
        try {
            if (socket != null) {
                // Wakes whoever reads from it.
                socket.close();
            }
        } catch (IOException e) {
            // It is closed all the same.
        }
    }

    private static Map<String, ?> ignoringSharedMemory(boolean ignore) {
        return Map.of("capabilities", List.of(Map.of("capability", "x-ignore-shared", "state", ignore)));
    }
}
