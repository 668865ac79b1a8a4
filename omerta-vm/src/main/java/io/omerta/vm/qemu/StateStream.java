package io.omerta.vm.qemu;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.Channels;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import tools.jackson.databind.JsonNode;

/** Takes the state of a machine's devices out of a QEMU, over a socket in the machine's directory. */
final class StateStream implements AutoCloseable {
    private static final int MAX_BYTES = 64 << 20;

    private final Path path;
    private final ChannelListener listener;

    private StateStream(Path path, ChannelListener listener) {
        this.path = path;
        this.listener = listener;
    }

    static StateStream listen(Path path) throws IOException {
        return new StateStream(path, ChannelListener.bind(path));
    }

    /** @param started the command that makes QEMU connect; when it fails, so does this */
    byte[] receive(CompletableFuture<JsonNode> started) throws IOException, InterruptedException {
        CompletableFuture<Void> giveUp = CompletableFuture.runAsync(
                listener::cancel, CompletableFuture.delayedExecutor(Qmp.ANSWER_LIMIT.toSeconds(), TimeUnit.SECONDS));
        var _ = started.whenComplete((_, failure) -> {
            if (failure != null) {
                listener.cancel();
            }
        });
        try (SocketChannel socket = listener.accept();
                InputStream in = Channels.newInputStream(socket)) {
            ByteArrayOutputStream state = new ByteArrayOutputStream(1 << 20);
            byte[] buffer = new byte[1 << 16];
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                state.write(buffer, 0, read);
                if (state.size() > MAX_BYTES) {
                    throw new IOException("a state of more than " + MAX_BYTES + " bytes");
                }
            }
            return state.toByteArray();
        } catch (ClosedChannelException e) {
            JsonNode _ = Qmp.await(started, Qmp.ANSWER_LIMIT);
            throw new IOException("QEMU did not connect to " + path, e);
        } finally {
            giveUp.cancel(false);
        }
    }

    @Override
    public void close() throws IOException {
        listener.close();
    }
}
