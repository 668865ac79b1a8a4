package io.omerta.vm.qemu;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;

/** Waits for one connection on a socket's name, and for no other. */
final class ChannelListener implements AutoCloseable {
    private final Path path;
    private final ServerSocketChannel server;

    private ChannelListener(Path path, ServerSocketChannel server) {
        this.path = path;
        this.server = server;
    }

    static ChannelListener bind(Path path) throws IOException {
        ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        try {
            server.bind(UnixDomainSocketAddress.of(path), 1);
            return new ChannelListener(path, server);
        } catch (IOException e) {
            server.close();
            throw e;
        }
    }

    /** @throws IOException also when another thread closes this listener */
    SocketChannel accept() throws IOException {
        return server.accept();
    }

    /** Whoever waits in {@link #accept} is woken. */
    void cancel() {
        try {
            server.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() throws IOException {
        server.close();
        Files.deleteIfExists(path);
    }
}
