package io.omerta.vm.standin;

import com.google.protobuf.ByteString;
import io.omerta.proto.agent.Configure;
import io.omerta.proto.agent.Configured;
import io.omerta.proto.agent.Ended;
import io.omerta.proto.agent.Failure;
import io.omerta.proto.agent.FromGuest;
import io.omerta.proto.agent.Output;
import io.omerta.proto.agent.OutputStream;
import io.omerta.proto.agent.Ready;
import io.omerta.proto.agent.Run;
import io.omerta.proto.agent.Started;
import io.omerta.proto.agent.ToGuest;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.function.Supplier;

/**
 * The guest's ends of both channels, for a {@link GuestScript}: honest by default, as hostile as it likes with {@link
 * #sendRawToAgentChannel} and {@link #sendRawToFrameChannel}. Belongs to the script's thread.
 */
public final class StandInGuest {
    private static final int MAX_OUTPUT_BYTES = 64 << 10;

    private final Semaphore running = new Semaphore(1);
    private volatile SocketChannel agent;
    private volatile SocketChannel frames;
    private volatile boolean disconnected;
    private volatile boolean paused;
    private byte[] macAddress = {};
    private long sequence;
    private long startedAt;

    StandInGuest(SocketChannel agent, SocketChannel frames) {
        this.agent = agent;
        this.frames = frames;
    }

    /** Ready, Configured, Started, each when it is due. Returns what was to be run. */
    public Run bootAndStart() throws IOException {
        ready();
        awaitConfigure();
        configured();
        Run run = awaitRun();
        started();
        return run;
    }

    /** @param cardProblems why graphics cards cannot be used */
    public void ready(String... cardProblems) throws IOException {
        say(FromGuest.newBuilder()
                .setReady(Ready.newBuilder()
                        .setProtocol(1)
                        .setKernel("6.1.0-standin")
                        .setUptimeNs(1_000_000)
                        .addAllCardProblems(List.of(cardProblems))));
    }

    public Configure awaitConfigure() throws IOException {
        Configure configure = expect(ToGuest.MessageCase.CONFIGURE).getConfigure();
        macAddress = configure.getMacAddress().toByteArray();
        return configure;
    }

    /** As it was told; empty before that. */
    public byte[] macAddress() {
        return macAddress.clone();
    }

    public void configured() throws IOException {
        say(FromGuest.newBuilder().setConfigured(Configured.getDefaultInstance()));
    }

    public Run awaitRun() throws IOException {
        return expect(ToGuest.MessageCase.RUN).getRun();
    }

    public void started() throws IOException {
        startedAt = System.nanoTime();
        say(FromGuest.newBuilder().setStarted(Started.getDefaultInstance()));
    }

    public void print(String text) throws IOException {
        output(false, text.getBytes(StandardCharsets.UTF_8));
    }

    public void printError(String text) throws IOException {
        output(true, text.getBytes(StandardCharsets.UTF_8));
    }

    /** As many messages as it takes. */
    public void output(boolean standardError, byte[] data) throws IOException {
        OutputStream stream = standardError ? OutputStream.OUTPUT_STREAM_STDERR : OutputStream.OUTPUT_STREAM_STDOUT;
        for (int at = 0; at < data.length; at += MAX_OUTPUT_BYTES) {
            int length = Math.min(MAX_OUTPUT_BYTES, data.length - at);
            say(FromGuest.newBuilder()
                    .setOutput(Output.newBuilder()
                            .setSequence(++sequence)
                            .setStream(stream)
                            .setData(ByteString.copyFrom(data, at, length))));
        }
    }

    public void exit(int code) throws IOException {
        ended(Ended.newBuilder().setExitCode(code));
    }

    public void endBySignal(int number) throws IOException {
        ended(Ended.newBuilder().setSignal(number));
    }

    /** Fills in the times, unless they are set. */
    public void ended(Ended.Builder ended) throws IOException {
        if (ended.getWallNs() == 0) {
            ended.setWallNs(System.nanoTime() - startedAt);
        }
        if (ended.getPeakMemoryBytes() == 0) {
            ended.setPeakMemoryBytes(1 << 20);
        }
        say(FromGuest.newBuilder().setEnded(ended));
    }

    public void fail(String message) throws IOException {
        say(FromGuest.newBuilder().setFailure(Failure.newBuilder().setMessage(message)));
    }

    /** Any message at any time. */
    public void say(FromGuest.Builder message) throws IOException {
        byte[] body = message.build().toByteArray();
        sendRawToAgentChannel(ByteBuffer.allocate(4 + body.length)
                .putInt(body.length)
                .put(body)
                .array());
    }

    public int awaitSignal() throws IOException {
        return expect(ToGuest.MessageCase.SIGNAL).getSignal().getNumber();
    }

    /** Until the host says PowerOff or closes; anything else it says is ignored. */
    public void awaitPowerOff() throws IOException {
        try {
            while (hear().getMessageCase() != ToGuest.MessageCase.POWER_OFF) {
                // The host may still have been sending when the job ended.
            }
        } catch (EOFException e) {
            // The host closed its end, which means the same.
        }
    }

    /** @throws EOFException if the host closed its end */
    public ToGuest hear() throws IOException {
        return ToGuest.parseFrom(read(() -> agent, read(() -> agent, 4).getInt()));
    }

    private ToGuest expect(ToGuest.MessageCase expected) throws IOException {
        ToGuest message = hear();
        while (message.getMessageCase() == ToGuest.MessageCase.SET_CLOCK) {
            message = hear();
        }
        if (message.getMessageCase() != expected) {
            throw new IllegalStateException(message.getMessageCase() + " came, " + expected + " was expected");
        }
        return message;
    }

    /** One Ethernet frame to the host. */
    public void sendFrame(byte[] frame) throws IOException {
        sendRawToFrameChannel(ByteBuffer.allocate(4 + frame.length)
                .putInt(frame.length)
                .put(frame)
                .array());
    }

    /** Waits for one Ethernet frame from the host. */
    public byte[] receiveFrame() throws IOException {
        return read(() -> frames, read(() -> frames, 4).getInt()).array();
    }

    public void sendRawToAgentChannel(byte[] bytes) throws IOException {
        write(() -> agent, bytes);
    }

    public void sendRawToFrameChannel(byte[] bytes) throws IOException {
        write(() -> frames, bytes);
    }

    private void write(Supplier<SocketChannel> socket, byte[] bytes) throws IOException {
        running.acquireUninterruptibly();
        try {
            ByteBuffer buffer = ByteBuffer.wrap(bytes);
            while (buffer.hasRemaining()) {
                socket.get().write(buffer);
            }
        } finally {
            running.release();
        }
    }

    private ByteBuffer read(Supplier<SocketChannel> socket, int length) throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate(length);
        while (buffer.hasRemaining()) {
            if (!readSome(socket, buffer)) {
                throw new EOFException("the host closed its end");
            }
        }
        awaitRunning();
        return buffer.flip();
    }

    /** False at the end of the stream, unless this machine goes on with another. */
    private boolean readSome(Supplier<SocketChannel> socket, ByteBuffer buffer) throws IOException {
        SocketChannel before = socket.get();
        try {
            if (before.read(buffer) >= 0) {
                return true;
            }
        } catch (ClosedChannelException e) {
            if (!wentOn(before, socket)) {
                throw e;
            }
        }
        if (!wentOn(before, socket)) {
            return false;
        }
        awaitRunning();
        return true;
    }

    /** It may have been connected again before its thread saw that it was not. */
    private boolean wentOn(SocketChannel before, Supplier<SocketChannel> now) {
        return disconnected || !now.get().equals(before);
    }

    /** The script gets no further than its next word, to the host or from it. Idempotent. */
    synchronized void pause() {
        if (!paused) {
            running.acquireUninterruptibly();
            paused = true;
        }
    }

    /** Idempotent. */
    synchronized void resume() {
        if (paused) {
            paused = false;
            running.release();
        }
    }

    private void awaitRunning() {
        running.acquireUninterruptibly();
        running.release();
    }

    /** Of a paused guest: the host has its last word. */
    void disconnect() {
        disconnected = true;
        closeSockets();
    }

    void reconnect(SocketChannel newAgent, SocketChannel newFrames) {
        agent = newAgent;
        frames = newFrames;
        disconnected = false;
    }

    void close() {
        disconnected = false;
        resume();
        closeSockets();
    }

    private void closeSockets() {
        try (SocketChannel _ = agent;
                SocketChannel _ = frames) {
            // Both are closed whatever happens to the first.
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
