package io.omerta.bench.owner;

import io.omerta.vm.agent.AgentChannel;
import io.omerta.vm.scratch.ScratchDisk;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The same QEMU, started like any other program: by this user, with nothing around it. */
final class PlainMachine implements AutoCloseable {
    private static final String SCRATCH = "scratch.img";
    private static final List<String> SOCKETS = List.of("agent.sock", "frames.sock", "control.sock");

    private final Path directory;
    private final Process qemu;
    private final List<SocketChannel> channels = new ArrayList<>();
    private final AgentChannel agent;

    private PlainMachine(Path directory, Process qemu, List<ServerSocketChannel> servers) throws IOException {
        this.directory = directory;
        this.qemu = qemu;
        for (ServerSocketChannel server : servers) {
            channels.add(server.accept());
        }
        agent = AgentChannel.over(channels.getFirst(), "plain");
    }

    static PlainMachine start(List<String> command, Path directory) throws IOException {
        Files.createDirectory(directory);
        ScratchDisk.create(directory.resolve(SCRATCH), BusyMachines.DISK_BYTES);
        List<ServerSocketChannel> servers = new ArrayList<>();
        try {
            for (String socket : SOCKETS) {
                servers.add(ServerSocketChannel.open(StandardProtocolFamily.UNIX)
                        .bind(UnixDomainSocketAddress.of(directory.resolve(socket))));
            }
            Process qemu = new ProcessBuilder(command)
                    .directory(directory.toFile())
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .start();
            return new PlainMachine(directory, qemu, servers);
        } finally {
            for (ServerSocketChannel server : servers) {
                server.close();
            }
        }
    }

    AgentChannel agent() {
        return agent;
    }

    ProcessHandle process() {
        return qemu.toHandle();
    }

    @Override
    public void close() {
        try {
            ProcessHandle ended = qemu.destroyForcibly().onExit().join().toHandle();
            if (ended.isAlive()) {
                throw new IllegalStateException("QEMU does not end");
            }
            agent.close();
            for (SocketChannel channel : channels) {
                channel.close();
            }
            for (String socket : SOCKETS) {
                Files.deleteIfExists(directory.resolve(socket));
            }
            Files.delete(directory.resolve(SCRATCH));
            Files.delete(directory);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
