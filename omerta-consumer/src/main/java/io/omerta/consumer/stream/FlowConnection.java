package io.omerta.consumer.stream;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.omerta.network.tcpip.flow.TcpFlow;
import io.omerta.network.tcpip.flow.TcpFlowHandler;
import io.omerta.network.tcpip.socket.TcpEnd;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.Executor;

/** A flow whose bytes wait in two bounded queues, between the hub's thread and the thread that serves it. */
final class FlowConnection implements TcpFlowHandler {
    /** Each way; as much as a tunnel carries in some milliseconds. */
    private static final int MOST_WAITING_BYTES = 256 << 10;

    private static final int LARGEST_CHUNK_BYTES = 64 << 10;

    private final TcpFlow flow;
    private final Executor loop;
    private final InputStream input = new Input();
    private final OutputStream output = new Output();

    @GuardedBy("this")
    private final Queue<ByteBuffer> arrived = new ArrayDeque<>();

    @GuardedBy("this")
    private final Queue<ByteBuffer> leaving = new ArrayDeque<>();

    @GuardedBy("this")
    private int arrivedBytes;

    @GuardedBy("this")
    private int leavingBytes;

    /** The guest has ended its side, and all it sent is in {@link #arrived} or was read. */
    @GuardedBy("this")
    private boolean inputEnded;

    /** We end our side behind what is leaving. */
    @GuardedBy("this")
    private boolean ending;

    @GuardedBy("this")
    private boolean over;

    FlowConnection(TcpFlow flow, Executor loop) {
        this.flow = flow;
        this.loop = loop;
    }

    InputStream input() {
        return input;
    }

    OutputStream output() {
        return output;
    }

    @Override
    public void ready(TcpFlow changed) {
        pump();
    }

    @Override
    public synchronized void ended(TcpFlow ended, TcpEnd end) {
        over = true;
        notifyAll();
    }

    /** On the hub's thread. */
    private synchronized void pump() {
        if (over) {
            return;
        }
        takeIn();
        giveOut();
        notifyAll();
    }

    @GuardedBy("this")
    private void takeIn() {
        ByteBuffer bytes = flow.view();
        while (bytes.hasRemaining() && arrivedBytes < MOST_WAITING_BYTES) {
            ByteBuffer chunk = ByteBuffer.allocate(Math.min(bytes.remaining(), LARGEST_CHUNK_BYTES));
            chunk.put(bytes.slice(bytes.position(), chunk.capacity())).flip();
            arrived.add(chunk);
            arrivedBytes += chunk.remaining();
            flow.consume(chunk.remaining());
            bytes = flow.view();
        }
        inputEnded = flow.inputEnded();
    }

    @GuardedBy("this")
    private void giveOut() {
        ByteBuffer next = leaving.peek();
        while (next != null) {
            leavingBytes -= flow.write(next);
            if (next.hasRemaining()) {
                return;
            }
            leaving.remove();
            next = leaving.peek();
        }
        if (ending) {
            flow.endOutput();
        }
    }

    /** Ends our side behind all that was written; the guest may go on sending. */
    synchronized void end() {
        ending = true;
        loop.execute(this::pump);
    }

    /** Resets the connection. */
    void abort() {
        loop.execute(flow::abort);
    }

    private static IOException interrupted() {
        Thread.currentThread().interrupt();
        return new InterruptedIOException("the service is closing");
    }

    private synchronized int read(byte[] into, int offset, int length) throws IOException {
        try {
            while (arrived.isEmpty() && !inputEnded && !over) {
                wait();
            }
        } catch (InterruptedException e) {
            throw interrupted();
        }
        ByteBuffer first = arrived.peek();
        if (first == null) {
            if (inputEnded) {
                return -1;
            }
            throw new IOException("the guest's connection was reset");
        }
        int count = Math.min(length, first.remaining());
        first.get(into, offset, count);
        if (!first.hasRemaining()) {
            arrived.remove();
        }
        boolean wasFull = arrivedBytes >= MOST_WAITING_BYTES;
        arrivedBytes -= count;
        if (wasFull && arrivedBytes < MOST_WAITING_BYTES) {
            loop.execute(this::pump);
        }
        return count;
    }

    private synchronized void write(byte[] bytes, int offset, int length) throws IOException {
        try {
            while (leavingBytes >= MOST_WAITING_BYTES && !over) {
                wait();
            }
        } catch (InterruptedException e) {
            throw interrupted();
        }
        if (over) {
            throw new IOException("the guest's connection was reset");
        }
        leaving.add(ByteBuffer.allocate(length).put(bytes, offset, length).flip());
        boolean wasEmpty = leavingBytes == 0;
        leavingBytes += length;
        if (wasEmpty) {
            loop.execute(this::pump);
        }
    }

    private final class Input extends InputStream {
        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] into, int offset, int length) throws IOException {
            Objects.checkFromIndexSize(offset, length, into.length);
            return length == 0 ? 0 : FlowConnection.this.read(into, offset, length);
        }
    }

    private final class Output extends OutputStream {
        @Override
        public void write(int value) throws IOException {
            write(new byte[] {(byte) value}, 0, 1);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            Objects.checkFromIndexSize(offset, length, bytes.length);
            int end = offset + length;
            for (int at = offset; at < end; at += LARGEST_CHUNK_BYTES) {
                FlowConnection.this.write(bytes, at, Math.min(LARGEST_CHUNK_BYTES, end - at));
            }
        }
    }
}
