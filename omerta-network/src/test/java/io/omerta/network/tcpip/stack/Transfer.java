package io.omerta.network.tcpip.stack;

import io.omerta.network.tcpip.flow.TcpFlow;
import io.omerta.network.tcpip.flow.TcpFlowHandler;
import io.omerta.network.tcpip.socket.TcpEnd;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/** One end of a connection that sends seeded bytes, then ends its side, and hashes what it gets. */
final class Transfer implements TcpFlowHandler {
    private final byte[] bytes;
    private final ByteBuffer toSend;
    private final MessageDigest received = sha256();
    private long receivedBytes;
    private boolean inputEnded;
    private boolean paused;
    private @Nullable TcpEnd end;

    Transfer(int length, long seed) {
        bytes = new byte[length];
        new Random(seed).nextBytes(bytes);
        toSend = ByteBuffer.wrap(bytes);
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException impossible) {
            throw new AssertionError(impossible);
        }
    }

    /** Stops reading. */
    Transfer paused() {
        paused = true;
        return this;
    }

    void resume(TcpFlow flow) {
        paused = false;
        ready(flow);
    }

    @Override
    public void ready(TcpFlow flow) {
        flow.write(toSend);
        if (!toSend.hasRemaining()) {
            flow.endOutput();
        }
        while (!paused && flow.view().hasRemaining()) {
            ByteBuffer view = flow.view();
            int count = view.remaining();
            received.update(view);
            flow.consume(count);
            receivedBytes += count;
        }
        inputEnded |= flow.inputEnded();
    }

    @Override
    public void ended(TcpFlow flow, TcpEnd how) {
        end = how;
    }

    boolean inputEnded() {
        return inputEnded;
    }

    boolean isOver() {
        return end != null;
    }

    @Nullable
    TcpEnd end() {
        return end;
    }

    long receivedBytes() {
        return receivedBytes;
    }

    long sentBytes() {
        return toSend.position();
    }

    String sentHash() {
        return HexFormat.of().formatHex(sha256().digest(bytes));
    }

    String receivedHash() {
        return HexFormat.of().formatHex(received.digest());
    }
}
