package io.omerta.network.wireguard.workers;

import io.omerta.network.wireguard.CipherWork;
import io.omerta.network.wireguard.PacketCipher;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/** One batch while several threads work on it: each takes the next piece until none is left. */
final class SharedWork {
    /** Packets: about 14 µs of work, a few times what it costs to wake a thread. */
    static final int PIECE = 8;

    private final CipherWork work;
    private final Thread owner;
    private final int size;
    private final int pieces;
    private final AtomicInteger next = new AtomicInteger();
    private final AtomicInteger left;
    private final AtomicReference<@Nullable RuntimeException> failure = new AtomicReference<>();

    /** @param owner who will call {@link #await} */
    SharedWork(CipherWork work, Thread owner) {
        this.work = work;
        this.owner = owner;
        this.size = work.size();
        this.pieces = (size + PIECE - 1) / PIECE;
        this.left = new AtomicInteger(pieces);
    }

    int pieces() {
        return pieces;
    }

    /** Works as long as there are pieces that nobody has begun. */
    void help(PacketCipher cipher) {
        int piece = next.getAndIncrement();
        if (piece >= pieces) {
            return;
        }
        try {
            while (piece < pieces) {
                work(cipher, piece);
                piece = next.getAndIncrement();
            }
        } finally {
            cipher.forgetKey();
        }
    }

    private void work(PacketCipher cipher, int piece) {
        int from = piece * PIECE;
        try {
            work.work(cipher, from, Math.min(from + PIECE, size));
        } catch (RuntimeException fault) {
            failure.compareAndSet(null, fault);
        } finally {
            if (left.decrementAndGet() == 0) {
                LockSupport.unpark(owner);
            }
        }
    }

    /**
     * Waits until every piece is done: by the owner, who has helped before.
     *
     * @throws IllegalStateException if one of them failed
     */
    void await() {
        while (left.get() > 0) {
            LockSupport.park(this);
        }
        RuntimeException fault = failure.get();
        if (fault != null) {
            throw new IllegalStateException("could not finish a batch of packets: " + fault.getMessage(), fault);
        }
    }
}
