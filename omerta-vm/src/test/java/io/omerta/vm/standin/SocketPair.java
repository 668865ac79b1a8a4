package io.omerta.vm.standin;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;

/** Two connected stream sockets, of the kind that a hypervisor's process connects to. */
public record SocketPair(SocketChannel host, SocketChannel guest) {
    public static SocketPair open() throws IOException {
        Path directory = Files.createTempDirectory("pair");
        Path path = directory.resolve("s");
        try (ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            server.bind(UnixDomainSocketAddress.of(path));
            SocketChannel guest = SocketChannel.open(UnixDomainSocketAddress.of(path));
            return new SocketPair(server.accept(), guest);
        } finally {
            Files.deleteIfExists(path);
            Files.delete(directory);
        }
    }
}
