package io.omerta.network.tcpip.socket;

import io.omerta.network.tcpip.wire.SackBlock;
import java.util.List;

/**
 * Finds and repairs losses: SACK scoreboard and pipe (RFC 6675), RACK and tail loss probes (RFC 8985), retransmission
 * time-outs (RFC 6298 §5); NewReno (RFC 6582) towards a peer without SACK.
 */
final class LossRecovery {
    private enum Phase {
        OPEN,
        FAST_RECOVERY,
        AFTER_TIMEOUT
    }

    private static final int DUPLICATE_THRESHOLD = 3;
    private static final long TIMESTAMP_TICK_NANOS = 1_000_000;

    /** Timers have a resolution of about a millisecond; a probe must not race an acknowledgment that is just being handled. */
    private static final long MIN_TAIL_PROBE_NANOS = 10_000_000;

    private final SentQueue sent;
    private final CongestionControl congestion;
    private final RttEstimator rtt;
    private final Rack rack;
    private final boolean sack;
    private final int mss;

    private Phase phase = Phase.OPEN;
    private int recoveryPoint;
    private int roundEnd;
    private int duplicates;
    /** The first retransmission of a recovery goes out whatever is in flight (RFC 6675 §5, step 4.3). */
    private boolean retransmitNow;

    private boolean tailProbeDue;
    private boolean tailProbeSent;
    private int timeoutsInARow;
    private long sample = -1;
    private long retransmitDeadline = TcpConnection.NEVER;
    private long tailProbeDeadline = TcpConnection.NEVER;
    private long reorderDeadline = TcpConnection.NEVER;

    LossRecovery(SentQueue sent, CongestionControl congestion, RttEstimator rtt, boolean sack, int mss, int first) {
        this.roundEnd = first;
        this.sent = sent;
        this.congestion = congestion;
        this.rtt = rtt;
        this.rack = new Rack(rtt);
        this.sack = sack;
        this.mss = mss;
    }

    /** Marks what the blocks cover; blocks outside of what is under way mean nothing (duplicates, RFC 2883; or lies). */
    void onSack(long now, List<SackBlock> blocks, int una, int nxt) {
        for (SackBlock block : blocks) {
            boolean plausible = sack
                    && !Sequence.before(block.start(), una)
                    && Sequence.after(block.end(), block.start())
                    && !Sequence.after(block.end(), nxt);
            if (plausible) {
                markSacked(now, block);
            }
        }
    }

    private void markSacked(long now, SackBlock block) {
        for (int i = sent.firstEndingAfter(block.start()); i < sent.size(); i++) {
            SentSegment segment = sent.get(i);
            if (Sequence.after(segment.end(), block.end())) {
                return;
            }
            if (!segment.sacked() && !Sequence.before(segment.start(), block.start())) {
                sent.markSacked(segment);
                arrived(now, segment);
            }
        }
    }

    /** Forgets everything up to {@code acknowledgment}. */
    void onCumulative(long now, int acknowledgment) {
        boolean repaired = false;
        SentSegment done = sent.acknowledge(acknowledgment);
        while (done != null) {
            repaired |= done.sentAgain();
            if (!done.sacked()) {
                arrived(now, done);
            }
            done = sent.acknowledge(acknowledgment);
        }
        if (repaired) {
            // What waited behind the hole arrived long ago: its age says nothing about the round trip.
            sample = -1;
        }
    }

    private void arrived(long now, SentSegment segment) {
        rack.onArrived(segment, now);
        if (!segment.sentAgain()) {
            long elapsed = now - segment.sentAt();
            sample = sample < 0 ? elapsed : Math.min(sample, elapsed);
        }
    }

    /** Measures the round trip: best by a segment sent once only (Karn), else by an echo, which retransmissions do not blur. */
    void onRoundTrip(long echoed) {
        if (sample >= 0) {
            rtt.sample(sample);
            congestion.onRoundTrip(sample);
        } else if (echoed >= 0) {
            rtt.sample(Math.max(echoed, TIMESTAMP_TICK_NANOS));
        }
        sample = -1;
    }

    /** Draws the conclusions after {@link #onSack} and {@link #onCumulative}. */
    void onAcknowledged(long now, int una, int nxt, int advanced, boolean duplicate, boolean windowWasFull) {
        if (!Sequence.before(una, roundEnd)) {
            roundEnd = nxt;
            congestion.onRound();
        }
        boolean wasOpen = phase == Phase.OPEN;
        if (!wasOpen && !Sequence.before(una, recoveryPoint)) {
            phase = Phase.OPEN;
            duplicates = 0;
        }
        findLosses(now, advanced, duplicate);
        enterIfLost(now, nxt);
        boolean grows = wasOpen ? windowWasFull : phase == Phase.AFTER_TIMEOUT;
        if (advanced > 0 && grows && phase != Phase.FAST_RECOVERY) {
            congestion.onAcknowledged(now, advanced, rtt.smoothed());
        }
        if (advanced > 0) {
            timeoutsInARow = 0;
            tailProbeSent = false;
            retransmitDeadline = now + rtt.timeout();
        }
        arm(now);
    }

    private void findLosses(long now, int advanced, boolean duplicate) {
        if (sack) {
            detect(now);
        } else if (advanced > 0) {
            duplicates = 0;
            repairPartial();
        } else if (duplicate && ++duplicates == DUPLICATE_THRESHOLD && phase == Phase.OPEN) {
            markFirstLost();
        }
    }

    /** NewReno: an acknowledgment within a recovery that does not end it shows the next hole (RFC 6582 §3.2, step 3). */
    private void repairPartial() {
        if (phase == Phase.FAST_RECOVERY && sent.size() > 0 && !sent.get(0).sentAgain()) {
            markFirstLost();
            retransmitNow = true;
        }
    }

    private void markFirstLost() {
        if (sent.size() > 0 && sent.get(0).inFlight()) {
            sent.markLost(sent.get(0));
        }
    }

    private void detect(long now) {
        reorderDeadline = TcpConnection.NEVER;
        if (sent.sackedCount() > 0 || phase != Phase.OPEN) {
            long wait = rack.detect(sent, now, phase != Phase.OPEN);
            reorderDeadline = wait > 0 ? now + wait : TcpConnection.NEVER;
        }
    }

    /** Segments beyond that length cannot arrive; that says nothing about congestion (RFC 1191 §6.4). */
    void onTooLong(int most) {
        for (int i = 0; i < sent.size(); i++) {
            SentSegment segment = sent.get(i);
            if (segment.inFlight() && segment.length() > most) {
                sent.markLost(segment);
            }
        }
        retransmitNow |= sent.hasLost();
    }

    private void enterIfLost(long now, int nxt) {
        if (phase == Phase.OPEN && sent.hasLost()) {
            phase = Phase.FAST_RECOVERY;
            recoveryPoint = nxt;
            retransmitNow = true;
            congestion.onLoss(now);
        }
    }

    /** Whether a lost segment of {@code length} may be sent again now. */
    boolean mayRetransmit(int length) {
        return retransmitNow || length <= room();
    }

    /** Bytes that congestion control lets into flight now; a segment always, when nothing is there. */
    int room() {
        int inFlight = sent.inFlightBytes() - (sack ? 0 : duplicates * mss);
        return inFlight <= 0 ? Math.max(mss, congestion.window()) : congestion.window() - inFlight;
    }

    void onSent(long now, SentSegment segment) {
        sent.add(segment);
        if (retransmitDeadline == TcpConnection.NEVER) {
            retransmitDeadline = now + rtt.timeout();
        }
        arm(now);
    }

    void onSentAgain(long now, SentSegment segment) {
        retransmitNow = false;
        sent.markSentAgain(segment, now);
        if (retransmitDeadline == TcpConnection.NEVER) {
            retransmitDeadline = now + rtt.timeout();
        }
    }

    private void arm(long now) {
        if (sent.size() == 0) {
            retransmitDeadline = TcpConnection.NEVER;
            reorderDeadline = TcpConnection.NEVER;
        }
        // Two round trips suffice when the peer acknowledges every second segment at once; a lone segment waits for the
        // time-out.
        boolean probe = sack
                && phase == Phase.OPEN
                && sent.size() > 1
                && sent.sackedCount() == 0
                && !tailProbeSent
                && rtt.isKnown();
        tailProbeDeadline = probe ? now + 2 * rtt.smoothed() + MIN_TAIL_PROBE_NANOS : TcpConnection.NEVER;
    }

    /** How often the time-out has fired since anything new was acknowledged. */
    int timeoutsInARow() {
        return timeoutsInARow;
    }

    /** Whether a tail loss probe is due; asking clears it. */
    boolean takeTailProbe() {
        boolean due = tailProbeDue;
        tailProbeDue = false;
        return due;
    }

    long deadline() {
        return Math.min(retransmitDeadline, Math.min(tailProbeDeadline, reorderDeadline));
    }

    void onTimer(long now, int nxt) {
        if (now >= reorderDeadline) {
            detect(now);
            enterIfLost(now, nxt);
        }
        if (now >= retransmitDeadline) {
            onTimeout(now, nxt);
        } else if (now >= tailProbeDeadline) {
            tailProbeDeadline = TcpConnection.NEVER;
            tailProbeDue = true;
            tailProbeSent = true;
            retransmitDeadline = now + rtt.timeout();
        }
    }

    private void onTimeout(long now, int nxt) {
        tailProbeDeadline = TcpConnection.NEVER;
        if (sent.size() == 0) {
            retransmitDeadline = TcpConnection.NEVER;
            return;
        }
        if (sent.get(0).sacked()) {
            sent.forgetSacks();
        }
        timeoutsInARow++;
        congestion.onTimeout(now, phase == Phase.AFTER_TIMEOUT);
        phase = Phase.AFTER_TIMEOUT;
        recoveryPoint = nxt;
        duplicates = 0;
        sent.markAllLost();
        retransmitNow = true;
        rtt.backOff();
        retransmitDeadline = now + rtt.timeout();
    }
}
