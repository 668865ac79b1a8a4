package io.omerta.network.path;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import java.util.function.Supplier;

/**
 * The requester's end of a path without I/O: asks whether the provider is there, and again while it is. Confined to its owner's
 * lock; times are durations since any one moment.
 */
final class SoughtPath {
    /** Between two probes while datagrams are sent: so long may they be lost before anything is noticed. */
    static final Duration WHILE_USED = Duration.ofMillis(500);

    /** Otherwise: keeps the mapping of a NAT (RFC 4787: two minutes, in practice 30 s). */
    static final Duration WHILE_IDLE = Duration.ofSeconds(3);

    /** To the next probe when one is not answered yet. */
    static final Duration RETRY = Duration.ofMillis(250);

    /** Without an answer for so long, the path is lost; longer than any round trip over land or by one satellite. */
    static final Duration PATIENCE = Duration.ofMillis(1_500);

    /** The longest pause between probes to somebody who does not answer … */
    static final Duration LONGEST_PAUSE = Duration.ofSeconds(15);

    /** … and where there was a path before, which may come back. */
    static final Duration LONGEST_PAUSE_AFTER_LOSS = Duration.ofSeconds(3);

    /** For a confirmation to arrive first. */
    static final Duration AFTER_CONFIRMATION = Duration.ofMillis(20);

    /** Confirmations may be lost; but a provider that asks for them for ever gets the next ones after a pause. */
    private static final int MOST_HASTY_PROBES = 4;

    private final int ours;
    private final int theirs;
    private final Supplier<Challenge> challenges;

    /** Oldest first. */
    private final ArrayDeque<Asked> unanswered = new ArrayDeque<>();

    private boolean proven;
    private boolean used;
    private long counter;
    private boolean everProven;
    private int sinceProven;
    private int hastyProbes;
    private Duration lastProbe;
    private Duration nextProbe;

    private record Asked(Challenge challenge, Duration at) {}

    /**
     * @param ours path id, that the provider sends to
     * @param theirs path id, that we send to
     * @param challenges a fresh one each
     */
    SoughtPath(int ours, int theirs, Supplier<Challenge> challenges, Duration now) {
        this.ours = ours;
        this.theirs = theirs;
        this.challenges = challenges;
        lastProbe = now;
        nextProbe = now;
    }

    boolean isProven() {
        return proven;
    }

    int theirs() {
        return theirs;
    }

    /** A datagram goes this way; whether the deadline has changed by that. */
    boolean use() {
        if (used) {
            return false;
        }
        used = true;
        if (unanswered.isEmpty()) {
            nextProbe = earlier(nextProbe, lastProbe.plus(WHILE_USED));
            return true;
        }
        return false;
    }

    /** What is due. */
    List<PathStep> tick(Duration now) {
        if (proven && isOverdue(now)) {
            proven = false;
            sinceProven = 1;
            unanswered.clear();
            nextProbe = now.plus(RETRY);
            return List.of(new PathStep.Lost());
        }
        return now.compareTo(nextProbe) < 0 ? List.of() : List.of(probe(now));
    }

    private boolean isOverdue(Duration now) {
        return !unanswered.isEmpty() && now.compareTo(unanswered.element().at().plus(PATIENCE)) >= 0;
    }

    private PathStep probe(Duration now) {
        unanswered.removeIf(asked -> now.compareTo(asked.at().plus(PATIENCE)) >= 0);
        Challenge challenge = challenges.get();
        unanswered.add(new Asked(challenge, now));
        used = false;
        sinceProven++;
        counter++;
        lastProbe = now;
        nextProbe = now.plus(proven ? RETRY : pause());
        return new PathStep.Send(Proof.probe(theirs, ours, counter, challenge));
    }

    private Duration pause() {
        Duration longest = everProven ? LONGEST_PAUSE_AFTER_LOSS : LONGEST_PAUSE;
        return earlier(RETRY.multipliedBy(1L << Math.min(sinceProven - 1, 10)), longest);
    }

    /** When {@link #tick} has something to do. */
    Duration deadline() {
        return proven && !unanswered.isEmpty()
                ? earlier(nextProbe, unanswered.element().at().plus(PATIENCE))
                : nextProbe;
    }

    /** @param reply with a MAC that holds, from the address that is probed */
    List<PathStep> on(Duration now, Proof reply) {
        if (reply.kind() != Proof.Kind.REPLY || reply.sender() != theirs || !answers(reply, now)) {
            return List.of();
        }
        PathStep confirm = new PathStep.Send(Proof.confirmation(reply));
        boolean before = proven;
        proven = reply.proven();
        if (proven) {
            everProven = true;
            sinceProven = 0;
            hastyProbes = 0;
            nextProbe = lastProbe.plus(!unanswered.isEmpty() ? RETRY : used ? WHILE_USED : WHILE_IDLE);
            return before ? List.of(confirm) : List.of(confirm, new PathStep.Proven());
        }
        sinceProven = before ? 1 : sinceProven;
        nextProbe = now.plus(afterConfirmation());
        // The provider knows another address of ours, which is no longer: what it sends there is lost.
        return before ? List.of(confirm, new PathStep.Lost()) : List.of(confirm);
    }

    private Duration afterConfirmation() {
        if (hastyProbes < MOST_HASTY_PROBES) {
            hastyProbes++;
            return AFTER_CONFIRMATION;
        }
        hastyProbes = 0;
        return pause();
    }

    /** Whether it echoes one of our challenges, which is then answered, and those before it are as well. */
    private boolean answers(Proof reply, Duration now) {
        boolean known = unanswered.stream()
                .anyMatch(asked -> asked.challenge().equals(reply.echo())
                        && now.compareTo(asked.at().plus(PATIENCE)) < 0);
        while (known && !unanswered.remove().challenge().equals(reply.echo())) {
            // Asked before the one that was answered.
        }
        return known;
    }

    private static Duration earlier(Duration one, Duration other) {
        return one.compareTo(other) <= 0 ? one : other;
    }
}
