package io.omerta.network.udp;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.time.Duration;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * A port of Linux. Receiving and sending have each their own memory and lock; closing wakes the one who waits, and frees the
 * memory when both are out.
 */
final class BatchingUdpPort implements UdpPort {
    private static final int MAX_PAYLOAD_BYTES = 65_535;

    private final LinuxSocket socket;
    private final Arena arena;
    private final SocketAddresses addresses;
    private final LongAdder unsent = new LongAdder();

    private final ReentrantLock receiving = new ReentrantLock();
    private final LinuxSocketCalls receiveCalls;

    @GuardedBy("receiving")
    private final ReceiveBatch received;

    private final ReentrantLock sendLock = new ReentrantLock();

    @GuardedBy("sendLock")
    private final SendBatch batch;

    @GuardedBy("sendLock")
    private final Sending sending;

    private volatile boolean closed;

    private BatchingUdpPort(LinuxSocket socket, Arena arena) {
        this.socket = socket;
        this.arena = arena;
        this.addresses = new SocketAddresses(socket.isIpv6());
        this.receiveCalls = new LinuxSocketCalls(socket.descriptor(), arena);
        this.received = new ReceiveBatch(new SocketAddresses(socket.isIpv6()), arena);
        this.batch = new SendBatch(addresses, arena);
        this.batch.join(socket.mayJoin());
        this.sending = new Sending(new LinuxSocketCalls(socket.descriptor(), arena), batch, unsent);
    }

    /**
     * Null if this system lacks the calls.
     *
     * @throws IOException if the address cannot be bound
     */
    static @Nullable BatchingUdpPort openIfPossible(InetSocketAddress local) throws IOException {
        Arena arena = Arena.ofShared();
        try {
            LinuxSocket socket = LinuxSocket.open(local, arena);
            if (socket.lacksBatches()) {
                socket.close();
                arena.close();
                return null;
            }
            return new BatchingUdpPort(socket, arena);
        } catch (IOException | RuntimeException e) {
            arena.close();
            throw e;
        }
    }

    @Override
    public InetSocketAddress localAddress() {
        return socket.localAddress();
    }

    @Override
    public int receive(Duration limit, DatagramHandler handler) throws IOException {
        receiving.lock();
        try {
            int messages = receiveNow();
            if (messages == 0 && limit.isPositive()) {
                receiveCalls.awaitReadable(socket.event(), (int) Math.min(Integer.MAX_VALUE, limit.toMillis()));
                messages = receiveNow();
            }
            return received.deliver(messages, handler);
        } finally {
            receiving.unlock();
        }
    }

    @GuardedBy("receiving")
    private int receiveNow() throws IOException {
        if (closed) {
            throw new ClosedChannelException();
        }
        int result = receiveCalls.receive(received.headers(), ReceiveBatch.MESSAGES);
        return switch (-result) {
            // An ICMP error about something sent earlier says nothing about what arrives.
            case Errno.EAGAIN, Errno.EINTR, Errno.ECONNREFUSED, Errno.EHOSTUNREACH -> 0;
            default -> {
                if (result < 0) {
                    throw new IOException("could not receive datagrams: error " + -result + " of the system");
                }
                yield result;
            }
        };
    }

    @Override
    public void send(InetSocketAddress to, ByteBuffer datagram) {
        sendLock.lock();
        try {
            if (closed || !addresses.reaches(to) || datagram.remaining() > MAX_PAYLOAD_BYTES) {
                unsent.increment();
            } else if (!batch.add(to, datagram)) {
                sending.flush();
                batch.add(to, datagram);
            }
        } finally {
            sendLock.unlock();
        }
    }

    @Override
    public void flush() {
        sendLock.lock();
        try {
            if (!closed && batch.messages() > 0) {
                sending.flush();
            }
        } finally {
            sendLock.unlock();
        }
    }

    @Override
    public long unsent() {
        return unsent.sum();
    }

    @Override
    public void close() {
        closed = true;
        socket.wake();
        receiving.lock();
        sendLock.lock();
        try {
            if (arena.scope().isAlive()) {
                socket.close();
                arena.close();
            }
        } finally {
            sendLock.unlock();
            receiving.unlock();
        }
    }
}
