package io.omerta.bench.boot;

import java.io.EOFException;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** QEMU with two listening sockets and nothing else. */
final class PlainBoot {
    private PlainBoot() {}

    /**
     * Boots once and kills the machine.
     *
     * @param command with the machine's directory replaced by {@code placeholder}
     * @return from the start of the process to the agent's first message
     */
    static Duration measure(List<String> command, String placeholder) throws IOException, InterruptedException {
        Path directory = Files.createTempDirectory("boot");
        Path agentPath = directory.resolve("agent.sock");
        Path framesPath = directory.resolve("frames.sock");
        List<String> arguments = command.stream()
                .map(argument -> argument.replace(placeholder, directory.toString()))
                .toList();
        try (ServerSocketChannel agents = listen(agentPath);
                ServerSocketChannel frames = listen(framesPath)) {
            long start = System.nanoTime();
            Process qemu = new ProcessBuilder(arguments)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .start();
            try (SocketChannel agent = agents.accept();
                    SocketChannel _ = frames.accept()) {
                readMessage(agent);
                return Duration.ofNanos(System.nanoTime() - start);
            } finally {
                qemu.destroyForcibly().waitFor();
            }
        } finally {
            Files.deleteIfExists(agentPath);
            Files.deleteIfExists(framesPath);
            Files.delete(directory);
        }
    }

    private static ServerSocketChannel listen(Path path) throws IOException {
        ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        return server.bind(UnixDomainSocketAddress.of(path));
    }

    private static void readMessage(SocketChannel agent) throws IOException {
        ByteBuffer length = ByteBuffer.allocate(4);
        readFully(agent, length);
        readFully(agent, ByteBuffer.allocate(length.getInt(0)));
    }

    private static void readFully(SocketChannel from, ByteBuffer to) throws IOException {
        while (to.hasRemaining()) {
            if (from.read(to) < 0) {
                throw new EOFException("the machine ended before its agent answered");
            }
        }
    }
}
