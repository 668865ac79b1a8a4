package io.omerta.network.transport;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.grpc.Status;
import io.grpc.stub.CallStreamObserver;
import io.grpc.stub.ClientCallStreamObserver;
import io.omerta.network.path.PathOffer;
import io.omerta.proto.peer.TunnelMessage;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * One end of a {@code Tunnel} call as a pipe of datagrams: those that wait travel together in one message; when the
 * connection is slower than the sender, datagrams are dropped. Safe for use by several threads.
 */
public final class TunnelStream implements AutoCloseable {
    /** What gRPC buffers before it says that it is not ready: the rest waits, bounded, in our queue. */
    static final int READY_THRESHOLD_BYTES = 256 << 10;

    /** Messages that may be on their way to the receiver before it has dealt with the first. */
    static final int MESSAGES_AHEAD = 16;

    private final DatagramQueue queue = new DatagramQueue();
    private final Executor executor;
    /** A drain is running or about to: others only add to the queue. */
    private final AtomicBoolean draining = new AtomicBoolean();

    private final AtomicBoolean closed = new AtomicBoolean();

    private final Object sending = new Object();

    /** Messages and the end are sent under {@link #sending}: gRPC takes them from one thread at a time. */
    private final CallStreamObserver<TunnelMessage> peer;

    @GuardedBy("sending")
    private boolean ended;

    /** Set once, before anything can arrive. */
    private volatile @Nullable DatagramReceiver receiver;

    TunnelStream(CallStreamObserver<TunnelMessage> peer, Executor executor) {
        this.peer = peer;
        this.executor = executor;
    }

    void deliverTo(DatagramReceiver to) {
        receiver = to;
    }

    /**
     * Sends a datagram, sooner or later, or drops it. Never blocks.
     *
     * @param datagram 1 to 65,535 bytes; not to be changed afterwards
     * @return false if it was dropped, or the tunnel has ended
     */
    public boolean send(byte[] datagram) {
        if (closed.get() || !queue.add(datagram)) {
            return false;
        }
        drainSoon();
        return true;
    }

    /** At the provider's end: tells the requester of a direct path. */
    public void offerPath(PathOffer offer) {
        sendNow(TunnelMessage.newBuilder()
                .setPathOffer(PathOfferMessages.toProto(offer))
                .build());
    }

    /** At the requester's end: tells the provider that nothing is heard by the direct path. */
    public void pathLost() {
        sendNow(TunnelMessage.newBuilder().setPathLost(true).build());
    }

    // Few and small: gRPC may keep them if the connection is slow.
    private void sendNow(TunnelMessage message) {
        synchronized (sending) {
            if (!ended) {
                peer.onNext(message);
            }
        }
    }

    /** How many were dropped because the connection was too slow. */
    public long dropped() {
        return queue.dropped();
    }

    public boolean isClosed() {
        return closed.get();
    }

    /**
     * Ends the tunnel in order; the receiver hears of it. A provider's last datagrams go before its end, as many as the connection
     * takes at once. Idempotent.
     */
    @Override
    public void close() {
        end(Optional.empty());
    }

    void refuse(Status why) {
        end(Optional.of(why));
    }

    /** In another thread, so that what is sent meanwhile joins the batch and no sender ever waits for the connection. */
    private void drainSoon() {
        if (draining.compareAndSet(false, true)) {
            executor.execute(this::drain);
        }
    }

    void drain() {
        do {
            sendWhileReady();
            draining.set(false);
            // What came after the last look and before the flag fell has nobody else to send it.
        } while (canSend() && draining.compareAndSet(false, true));
    }

    private void sendWhileReady() {
        synchronized (sending) {
            while (!ended && peer.isReady()) {
                Optional<TunnelMessage> batch = queue.nextBatch();
                if (batch.isEmpty()) {
                    return;
                }
                peer.onNext(batch.get());
            }
        }
    }

    private boolean canSend() {
        if (queue.isEmpty()) {
            return false;
        }
        synchronized (sending) {
            return !ended && peer.isReady();
        }
    }

    /** The connection can take more again. */
    void onReady() {
        drainSoon();
    }

    /** Hands on what a message carries; a bad one ends the tunnel. */
    void onMessage(TunnelMessage message) {
        DatagramReceiver to = receiver;
        if (to == null) {
            return;
        }
        for (var datagram : message.getDatagramsList()) {
            if (datagram.isEmpty() || datagram.size() > DatagramQueue.MAX_DATAGRAM_BYTES) {
                end(Optional.of(
                        Status.INVALID_ARGUMENT.withDescription("datagrams: " + datagram.size() + " bytes in one")));
                return;
            }
            if (closed.get()) {
                return;
            }
            to.onDatagram(datagram.toByteArray());
        }
        peer.request(1);
    }

    /** The other side, or the connection, has ended it. */
    void onEnd(Status status) {
        synchronized (sending) {
            if (!ended && status.isOk()) {
                peer.onCompleted();
            }
            ended = true;
        }
        tell(status);
    }

    private void end(Optional<Status> failure) {
        synchronized (sending) {
            if (!ended) {
                if (failure.isEmpty()) {
                    sendWhileReady();
                }
                ended = true;
                hangUp(failure);
            }
        }
        tell(failure.orElse(Status.OK));
    }

    @GuardedBy("sending")
    private void hangUp(Optional<Status> failure) {
        if (peer instanceof ClientCallStreamObserver<TunnelMessage> call) {
            // Not half-closed: the provider could leave the other half open for ever.
            call.cancel("tunnel closed", null);
        } else {
            failure.ifPresentOrElse(status -> peer.onError(status.asRuntimeException()), peer::onCompleted);
        }
    }

    private void tell(Status status) {
        DatagramReceiver to = receiver;
        if (closed.compareAndSet(false, true) && to != null) {
            to.onClosed(status);
        }
    }
}
