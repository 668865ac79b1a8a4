package io.omerta.bench.checkpoint;

import io.omerta.vm.scratch.ScratchDisk;
import java.io.EOFException;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Matcher;

/** A QEMU that is told to stop and to migrate to a file, and another that goes on with it. Nothing is checked. */
final class PlainMigration implements AutoCloseable {
    private static final long GLANCE_NANOS = Duration.ofMillis(1).toNanos();

    private final List<String> command;
    private final Path directory;
    private Running running;

    /** One process, and the ends of its sockets. */
    private record Running(Process process, SocketChannel agent, SocketChannel frames, SocketChannel control)
            implements AutoCloseable {
        @Override
        public void close() throws IOException {
            int _ = process.destroyForcibly().onExit().join().exitValue();
            agent.close();
            frames.close();
            control.close();
        }
    }

    private PlainMigration(List<String> command, Path directory, Running running) {
        this.command = command;
        this.directory = directory;
        this.running = running;
    }

    /** @param line names the sockets relative to its working directory, and a disk that another one takes the place of */
    static PlainMigration boot(List<String> line) throws IOException {
        Path directory = Files.createTempDirectory("plain");
        Path disk = directory.resolve("scratch.img");
        ScratchDisk.create(disk, 256 << 20);
        String name = Matcher.quoteReplacement("filename=" + disk);
        List<String> command = line.stream()
                .map(argument -> argument.contains("node-name=scratch-file")
                        ? argument.replaceFirst("filename=[^,]*", name)
                        : argument)
                .toList();
        Running booted = start(command, directory, Path.of("/dev/null"));
        ByteBuffer length = ByteBuffer.allocate(4);
        readFully(booted.agent(), length);
        readFully(booted.agent(), ByteBuffer.allocate(length.getInt(0)));
        execute(booted, "\"qmp_capabilities\"");
        return new PlainMigration(command, directory, booted);
    }

    private static Running start(List<String> command, Path directory, Path input) throws IOException {
        try (ServerSocketChannel agents = listen(directory.resolve("agent.sock"));
                ServerSocketChannel frames = listen(directory.resolve("frames.sock"));
                ServerSocketChannel controls = listen(directory.resolve("control.sock"))) {
            Process process = new ProcessBuilder(command)
                    .directory(directory.toFile())
                    .redirectInput(input.toFile())
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .start();
            return new Running(process, agents.accept(), frames.accept(), controls.accept());
        }
    }

    private static ServerSocketChannel listen(Path path) throws IOException {
        Files.deleteIfExists(path);
        return ServerSocketChannel.open(StandardProtocolFamily.UNIX).bind(UnixDomainSocketAddress.of(path));
    }

    Round measure() throws IOException, InterruptedException {
        Path memory = directory.resolve("memory");
        long start = System.nanoTime();
        execute(running, "\"stop\"");
        execute(running, "\"migrate-set-parameters\",\"arguments\":{\"max-bandwidth\":1099511627776}");
        write(memory);
        long written = System.nanoTime();
        running.close();
        long before = System.nanoTime();
        List<String> waiting = new ArrayList<>(command);
        waiting.addAll(List.of("-S", "-incoming", "defer"));
        running = start(waiting, directory, memory);
        execute(running, "\"qmp_capabilities\"");
        execute(running, "\"migrate-incoming\",\"arguments\":{\"uri\":\"fd:0\"}");
        while (!execute(running, "\"query-migrate\"").contains("completed")) {
            LockSupport.parkNanos(GLANCE_NANOS);
        }
        execute(running, "\"cont\"");
        long back = System.nanoTime();
        Files.delete(memory);
        return new Round(Duration.ofNanos(written - start), Duration.ofNanos(back - before));
    }

    private void write(Path memory) throws IOException {
        try (ServerSocketChannel states = listen(directory.resolve("state.sock"));
                FileChannel file = FileChannel.open(memory, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            execute(running, "\"migrate\",\"arguments\":{\"uri\":\"unix:state.sock\"}");
            ByteBuffer buffer = ByteBuffer.allocateDirect(1 << 20);
            try (SocketChannel state = states.accept()) {
                while (state.read(buffer) >= 0) {
                    buffer.flip();
                    while (buffer.hasRemaining()) {
                        file.write(buffer);
                    }
                    buffer.clear();
                }
            }
            file.force(true);
        }
    }

    /** @return the answer's line */
    private static String execute(Running qemu, String command) throws IOException {
        qemu.control().write(ByteBuffer.wrap(("{\"execute\":" + command + "}\n").getBytes(StandardCharsets.UTF_8)));
        StringBuilder line = new StringBuilder();
        ByteBuffer one = ByteBuffer.allocate(1);
        while (true) {
            readFully(qemu.control(), one.clear());
            if (one.get(0) != '\n') {
                line.append((char) one.get(0));
            } else if (line.indexOf("\"return\"") >= 0) {
                return line.toString();
            } else if (line.indexOf("\"error\"") >= 0) {
                throw new IOException(line.toString());
            } else {
                line.setLength(0);
            }
        }
    }

    private static void readFully(SocketChannel from, ByteBuffer to) throws IOException {
        while (to.hasRemaining()) {
            if (from.read(to) < 0) {
                throw new EOFException("QEMU ended");
            }
        }
    }

    @Override
    public void close() throws IOException {
        running.close();
        for (String name :
                List.of("agent.sock", "frames.sock", "control.sock", "state.sock", "memory", "scratch.img")) {
            Files.deleteIfExists(directory.resolve(name));
        }
        Files.delete(directory);
    }
}
