package io.omerta.network.tcpip.socket;

import io.omerta.network.tcpip.wire.TcpFlags;
import io.omerta.network.tcpip.wire.TcpSegment;

/** What a connection does when a segment arrives (RFC 9293 §3.10.7, with RFC 5961 and RFC 7323). */
final class SegmentArrival {
    /** Farther back nobody repeats: no window is larger. */
    private static final int MAX_REPEATED = 1 << 24;

    private final TcpConnection connection;
    private final AckLimit challenges = new AckLimit();

    SegmentArrival(TcpConnection connection) {
        this.connection = connection;
    }

    void arrive(long now, TcpSegment segment) {
        TcpConnection.Link link = connection.link();
        if (connection.state() == TcpState.CLOSED) {
            return;
        }
        if (link == null) {
            inSynSent(now, segment);
        } else {
            synchronizing(now, segment, link);
        }
    }

    /** RFC 9293 §3.10.7.3. Text in a SYN is left to be sent again: it is rare, and nothing is acknowledged. */
    private void inSynSent(long now, TcpSegment segment) {
        boolean acknowledges = segment.has(TcpFlags.ACK);
        if (acknowledges && segment.acknowledgment() != connection.initialSequence() + 1) {
            if (!segment.has(TcpFlags.RST)) {
                connection.refuse(segment);
            }
        } else if (segment.has(TcpFlags.RST)) {
            if (acknowledges) {
                connection.finish(TcpEnd.RESET);
            }
        } else if (segment.has(TcpFlags.SYN)) {
            TcpConnection.Link link = connection.synchronize(now, segment);
            connection.onHeard(now);
            if (acknowledges) {
                connection.onEstablished();
                link.receiver().acknowledgeNow();
            } else {
                connection.onSimultaneousOpen();
            }
        }
    }

    /** RFC 9293 §3.10.7.4. */
    private void synchronizing(long now, TcpSegment segment, TcpConnection.Link link) {
        if (answersSyn(segment, link) || connection.clock().isMissing(segment)) {
            return;
        }
        boolean old = connection.clock().isOld(now, segment);
        if (old || !isAcceptable(segment, link)) {
            onUnacceptable(now, segment, link, old);
        } else if (segment.has(TcpFlags.RST)) {
            onReset(now, segment, link);
        } else if (segment.has(TcpFlags.SYN) && !completesSimultaneousOpen(segment)) {
            challenge(now, link);
        } else if (segment.has(TcpFlags.ACK)) {
            connection.clock().onAccepted(now, segment);
            connection.onHeard(now);
            onAcknowledgment(now, segment, link);
        }
    }

    /** A peer that sends its SYN once more has not seen ours. */
    private boolean answersSyn(TcpSegment segment, TcpConnection.Link link) {
        boolean again = connection.state() == TcpState.SYN_RECEIVED
                && segment.has(TcpFlags.SYN)
                && !segment.has(TcpFlags.ACK)
                && segment.sequence() + 1 == link.receiver().next();
        if (again) {
            connection.sendSynAgain();
        }
        return again;
    }

    private boolean isAcceptable(TcpSegment segment, TcpConnection.Link link) {
        return completesSimultaneousOpen(segment) || link.receiver().isAcceptable(segment.sequence(), segment.length());
    }

    /** Both sides opened: the peer's SYN comes a second time, now with an acknowledgment (RFC 9293 §3.5, figure 7). */
    private boolean completesSimultaneousOpen(TcpSegment segment) {
        return connection.state() == TcpState.SYN_RECEIVED
                && segment.has(TcpFlags.SYN | TcpFlags.ACK)
                && segment.sequence() + 1 == connection.expectedSequence();
    }

    private void onUnacceptable(long now, TcpSegment segment, TcpConnection.Link link, boolean old) {
        if (segment.has(TcpFlags.RST)) {
            return;
        }
        if (segment.has(TcpFlags.SYN)) {
            challenge(now, link);
            return;
        }
        link.receiver().acknowledgeNow();
        if (old) {
            return;
        }
        connection.onHeard(now);
        if (isRepeated(segment, link)) {
            // Our acknowledgment was lost: the one that goes out now must echo this clock, not that of the first time.
            connection.clock().onAccepted(now, segment);
        }
        if (connection.state() == TcpState.TIME_WAIT && segment.has(TcpFlags.FIN)) {
            connection.waitOutDuplicates(now);
        }
        boolean onlyWindowIsShut = link.receiver().window() == 0
                && segment.sequence() == link.receiver().next();
        if (onlyWindowIsShut && segment.has(TcpFlags.ACK)) {
            onOurDataAcknowledged(now, segment, link);
        }
    }

    private static boolean isRepeated(TcpSegment segment, TcpConnection.Link link) {
        int next = link.receiver().next();
        return segment.length() > 0 && !Sequence.after(segment.end(), next) && next - segment.sequence() < MAX_REPEATED;
    }

    /** RFC 5961 §3.2: only an exact hit resets, a guess into the window is asked to prove itself. */
    private void onReset(long now, TcpSegment segment, TcpConnection.Link link) {
        if (segment.sequence() != link.receiver().next()) {
            challenge(now, link);
        } else if (connection.state() == TcpState.TIME_WAIT) {
            // RFC 1337: a reset must not cut the wait short.
            connection.onHeard(now);
        } else {
            connection.finish(TcpEnd.RESET);
        }
    }

    private void challenge(long now, TcpConnection.Link link) {
        if (challenges.tryTake(now)) {
            link.receiver().acknowledgeNow();
        }
    }

    private void onAcknowledgment(long now, TcpSegment segment, TcpConnection.Link link) {
        if (connection.state() == TcpState.SYN_RECEIVED) {
            if (segment.acknowledgment() != connection.initialSequence() + 1) {
                connection.refuse(segment);
                return;
            }
            connection.onEstablished();
        }
        if (!link.sender().isAcceptable(segment.acknowledgment())) {
            challenge(now, link);
            return;
        }
        onOurDataAcknowledged(now, segment, link);
        if (connection.state() == TcpState.TIME_WAIT || connection.state() == TcpState.CLOSED) {
            return;
        }
        if (segment.payload().hasRemaining() || segment.has(TcpFlags.FIN)) {
            onText(now, segment, link);
        }
    }

    private void onOurDataAcknowledged(long now, TcpSegment segment, TcpConnection.Link link) {
        if (!link.sender().isAcceptable(segment.acknowledgment())) {
            return;
        }
        link.sender().onAcknowledgment(now, segment, connection.clock().elapsed(now, segment));
        if (!link.sender().finAcknowledged()) {
            return;
        }
        switch (connection.state()) {
            case FIN_WAIT_1 -> connection.moveTo(TcpState.FIN_WAIT_2);
            case CLOSING -> connection.waitOutDuplicates(now);
            case LAST_ACK -> connection.finish(TcpEnd.FINISHED);
            case SYN_SENT, SYN_RECEIVED, ESTABLISHED, FIN_WAIT_2, CLOSE_WAIT, TIME_WAIT, CLOSED -> {}
        }
    }

    private void onText(long now, TcpSegment segment, TcpConnection.Link link) {
        if (!connection.state().mayReceive()) {
            link.receiver().acknowledgeNow();
            return;
        }
        if (connection.isOrphan() && segment.payload().hasRemaining()) {
            connection.abort();
            return;
        }
        int start = segment.sequence() + (segment.has(TcpFlags.SYN) ? 1 : 0);
        link.receiver().accept(now, start, segment.payload(), segment.has(TcpFlags.FIN));
        if (link.receiver().finTaken()) {
            onFin(now);
        }
    }

    private void onFin(long now) {
        switch (connection.state()) {
            case ESTABLISHED -> connection.moveTo(TcpState.CLOSE_WAIT);
            case FIN_WAIT_1 -> connection.moveTo(TcpState.CLOSING);
            case FIN_WAIT_2 -> connection.waitOutDuplicates(now);
            case SYN_SENT, SYN_RECEIVED, CLOSE_WAIT, CLOSING, LAST_ACK, TIME_WAIT, CLOSED -> {}
        }
    }
}
