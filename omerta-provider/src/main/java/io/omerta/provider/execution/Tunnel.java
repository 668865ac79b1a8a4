package io.omerta.provider.execution;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * Where the requester's link and the gate of the VM meet. Either may be missing, or come later: what arrives meanwhile is
 * dropped, as a network would. Any thread may call.
 */
public final class Tunnel {
    private final Traffic traffic;
    private volatile @Nullable GateRunner gate;
    private volatile @Nullable DatagramLink link;

    @GuardedBy("this")
    private boolean closed;

    /** @param traffic counts what goes through */
    Tunnel(Traffic traffic) {
        this.traffic = traffic;
    }

    /** The newest link counts: an earlier one of the same requester is broken, or will be found to be. */
    public synchronized void connect(DatagramLink newest) {
        DatagramLink previous = link;
        if (closed) {
            newest.close();
            return;
        }
        link = newest;
        if (previous != null) {
            previous.close();
        }
    }

    /** Unless another one took its place already. */
    public synchronized void disconnect(DatagramLink broken) {
        if (broken.equals(link)) {
            link = null;
        }
    }

    /** A datagram for the VM, as the requester sent it: any bytes. */
    public void deliver(byte[] datagram) {
        GateRunner runner = gate;
        if (runner == null) {
            return;
        }
        // First: the guest may answer, and the job end, before this thread runs again.
        traffic.passedIn(datagram.length);
        if (!runner.deliver(datagram)) {
            traffic.droppedInAfterAll(datagram.length);
        }
    }

    void attach(GateRunner runner) {
        gate = runner;
    }

    /** What the gate let out, whether there is a link or not. */
    void send(ByteBuffer datagram) {
        byte[] bytes = new byte[datagram.remaining()];
        datagram.get(bytes);
        traffic.passedOut(bytes.length);
        DatagramLink way = link;
        if (way != null) {
            way.send(bytes);
        }
    }

    /** The gate has no more for the moment. */
    void flush() {
        DatagramLink way = link;
        if (way != null) {
            way.flush();
        }
    }

    Traffic traffic() {
        return traffic;
    }

    synchronized void close() {
        closed = true;
        gate = null;
        DatagramLink last = link;
        link = null;
        if (last != null) {
            last.close();
        }
    }
}
