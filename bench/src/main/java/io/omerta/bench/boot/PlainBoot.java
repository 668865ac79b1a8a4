package io.omerta.bench.boot;

import io.omerta.bench.RunningQemu;
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

/** QEMU with three listening sockets and nothing else. */
final class PlainBoot {
    private PlainBoot() {}

    /**
     * Boots once and kills the machine.
     *
     * @param command names the sockets relative to its working directory
     * @return from the start of the process to the agent's first message
     */
    static Duration measure(List<String> command) throws IOException, InterruptedException {
        Path directory = Files.createTempDirectory("boot");
        Path agentPath = directory.resolve("agent.sock");
        Path framesPath = directory.resolve("frames.sock");
        Path controlPath = directory.resolve("control.sock");
        Path scratch = RunningQemu.createScratch(directory);
        try (ServerSocketChannel agents = listen(agentPath);
                ServerSocketChannel frames = listen(framesPath);
                ServerSocketChannel control = listen(controlPath)) {
            long start = System.nanoTime();
            Process qemu = new ProcessBuilder(command)
                    .directory(directory.toFile())
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .start();
            try (SocketChannel agent = agents.accept();
                    SocketChannel _ = frames.accept();
                    SocketChannel _ = control.accept()) {
                readMessage(agent);
                return Duration.ofNanos(System.nanoTime() - start);
            } finally {
                qemu.destroyForcibly().waitFor();
            }
        } finally {
            Files.deleteIfExists(agentPath);
            Files.deleteIfExists(framesPath);
            Files.deleteIfExists(controlPath);
            Files.deleteIfExists(scratch);
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
