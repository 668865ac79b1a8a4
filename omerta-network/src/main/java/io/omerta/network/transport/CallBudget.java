package io.omerta.network.transport;

import io.grpc.ForwardingServerCallListener;
import io.grpc.ServerCall;
import io.omerta.core.identity.PeerId;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;

/** How many of something each peer may have at once: calls, connections. Safe for use by several threads. */
final class CallBudget {
    private final int maxForEach;
    private final Map<PeerId, Integer> used = new ConcurrentHashMap<>();

    CallBudget(int maxForEach) {
        this.maxForEach = maxForEach;
    }

    /** @return false if the peer has as many as it may */
    boolean take(PeerId peer) {
        boolean[] taken = new boolean[1];
        used.compute(peer, (id, count) -> {
            int now = count == null ? 0 : count;
            taken[0] = now < maxForEach;
            return taken[0] ? Integer.valueOf(now + 1) : count;
        });
        return taken[0];
    }

    void release(PeerId peer) {
        used.computeIfPresent(peer, (id, count) -> count == 1 ? null : count - 1);
    }

    int used(PeerId peer) {
        return used.getOrDefault(peer, 0);
    }

    /** Starts a call whose unit has been taken; it is released when the call completes, is cancelled or fails to start. */
    <Q> ServerCall.Listener<Q> releasingAtEnd(PeerId peer, Supplier<ServerCall.Listener<Q>> start) {
        AtomicBoolean released = new AtomicBoolean();
        Runnable release = () -> {
            if (released.compareAndSet(false, true)) {
                release(peer);
            }
        };
        boolean started = false;
        try {
            ServerCall.Listener<Q> listener = start.get();
            started = true;
            return new Releasing<>(listener, release);
        } finally {
            if (!started) {
                release.run();
            }
        }
    }

    private static final class Releasing<Q> extends ForwardingServerCallListener.SimpleForwardingServerCallListener<Q> {
        private final Runnable release;

        Releasing(ServerCall.Listener<Q> listener, Runnable release) {
            super(listener);
            this.release = release;
        }

        @Override
        public void onComplete() {
            release.run();
            super.onComplete();
        }

        @Override
        public void onCancel() {
            release.run();
            super.onCancel();
        }
    }
}
