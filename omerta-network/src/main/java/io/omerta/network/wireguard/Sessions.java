package io.omerta.network.wireguard;

import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;

/**
 * The sessions of one peer (paper, section 6.3): {@code current} sends; {@code previous} still receives what was on
 * its way; {@code next} is a responder's, which must not send before the initiator has shown that it has the keys.
 */
final class Sessions {
    private final IntConsumer releaseIndex;
    private @Nullable Session previous;
    private @Nullable Session current;
    private @Nullable Session next;

    /** @param releaseIndex told about the index of every session that ends */
    Sessions(IntConsumer releaseIndex) {
        this.releaseIndex = releaseIndex;
    }

    @Nullable
    Session current() {
        return current;
    }

    @Nullable
    Session byLocalIndex(int index) {
        if (hasIndex(current, index)) {
            return current;
        }
        if (hasIndex(next, index)) {
            return next;
        }
        return hasIndex(previous, index) ? previous : null;
    }

    /** The response came: the initiator sends with the new session at once. */
    void startedByUs(Session session) {
        retire(previous);
        if (next == null) {
            previous = current;
        } else {
            // The peer may already send with it; what it replaces has had its time.
            previous = next;
            next = null;
            retire(current);
        }
        current = session;
    }

    /** The response was sent: the responder waits for the first packet. */
    void startedByPeer(Session session) {
        retire(next);
        retire(previous);
        previous = null;
        next = session;
    }

    /** An authentic packet came with this session; true where it was the one that {@code next} waited for. */
    boolean confirm(Session session) {
        if (next != session) {
            return false;
        }
        retire(previous);
        previous = current;
        current = next;
        next = null;
        return true;
    }

    void wipe() {
        retire(previous);
        retire(current);
        retire(next);
        previous = null;
        current = null;
        next = null;
    }

    private void retire(@Nullable Session session) {
        if (session != null) {
            session.close();
            releaseIndex.accept(session.localIndex());
        }
    }

    private static boolean hasIndex(@Nullable Session session, int index) {
        return session != null && session.localIndex() == index;
    }
}
