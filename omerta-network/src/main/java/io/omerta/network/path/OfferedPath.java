package io.omerta.network.path;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Iterator;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The provider's end of a path without I/O: answers probes, and knows which address has proved itself. Begins nothing: as many
 * messages as it takes, so many it gives at most, each to where the one that it answers came from, and no longer. Confined to
 * its owner's lock; times are durations since any one moment.
 */
final class OfferedPath {
    /** Without a confirmation for so long, the address has to prove itself anew. */
    static final Duration TRUST =
            SoughtPath.WHILE_IDLE.plus(SoughtPath.PATIENCE).plusMillis(500);

    /** For an answer to a challenge. */
    static final Duration ANSWER_WITHIN = Duration.ofSeconds(2);

    /** An honest requester sends four probes a second, and a few more at the start. */
    static final int ANSWERS_PER_SECOND = 10;

    /** Challenges that wait for their answer. */
    private static final int MOST_PENDING = 8;

    private static final Duration SECOND = Duration.ofSeconds(1);

    private final InetAddress requester;
    private final Supplier<Challenge> challenges;
    private final ArrayDeque<Pending> pending = new ArrayDeque<>();
    private long lastCounter;
    private Duration second = Duration.ZERO;
    private int answersInSecond;
    private @Nullable Way way;

    /**
     * An address that has proved itself.
     *
     * @param id the requester's for the path
     * @param until then at most, without another confirmation
     */
    record Way(InetSocketAddress address, int id, Duration until) {}

    private record Pending(InetSocketAddress address, Challenge challenge, Duration until) {}

    /**
     * @param requester the host from which its TLS connection comes: no other is ever answered
     * @param challenges a fresh one each
     */
    OfferedPath(InetAddress requester, Supplier<Challenge> challenges) {
        this.requester = requester;
        this.challenges = challenges;
    }

    /** Where datagrams may be sent; still to be compared with the time. */
    Optional<Way> way() {
        return Optional.ofNullable(way);
    }

    /** The requester says that it hears nothing this way. What it confirms of before, and comes later, proves nothing now. */
    void lost() {
        way = null;
        pending.clear();
    }

    /**
     * @param proof with a MAC that holds
     * @return what to send to {@code from}
     */
    Optional<Proof> on(Duration now, InetSocketAddress from, Proof proof) {
        if (!requester.equals(from.getAddress())) {
            return Optional.empty();
        }
        return switch (proof.kind()) {
            case PROBE -> onProbe(now, from, proof);
            case CONFIRMATION -> {
                onConfirmation(now, from, proof);
                yield Optional.empty();
            }
            case REPLY -> Optional.empty();
        };
    }

    private Optional<Proof> onProbe(Duration now, InetSocketAddress from, Proof probe) {
        if (probe.counter() <= lastCounter || !mayAnswer(now)) {
            return Optional.empty();
        }
        lastCounter = probe.counter();
        Challenge challenge = challenges.get();
        if (pending.size() == MOST_PENDING) {
            pending.remove();
        }
        pending.add(new Pending(from, challenge, now.plus(ANSWER_WITHIN)));
        Way known = way;
        boolean proven = known != null && known.address().equals(from) && now.compareTo(known.until()) < 0;
        return Optional.of(Proof.reply(probe, proven, challenge));
    }

    private boolean mayAnswer(Duration now) {
        if (now.compareTo(second.plus(SECOND)) >= 0) {
            second = now;
            answersInSecond = 0;
        }
        return answersInSecond++ < ANSWERS_PER_SECOND;
    }

    private void onConfirmation(Duration now, InetSocketAddress from, Proof confirmation) {
        Iterator<Pending> each = pending.iterator();
        while (each.hasNext()) {
            Pending asked = each.next();
            if (asked.challenge().equals(confirmation.echo())
                    && asked.address().equals(from)
                    && now.compareTo(asked.until()) < 0) {
                each.remove();
                way = new Way(from, confirmation.sender(), now.plus(TRUST));
                return;
            }
        }
    }
}
