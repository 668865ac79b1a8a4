package io.omerta.network.tcpip.socket;

import io.omerta.network.tcpip.wire.TcpFlags;
import io.omerta.network.tcpip.wire.TcpOptions;
import io.omerta.network.tcpip.wire.TcpSegment;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Plays a peer, segment by segment. Numbers are relative: ours count from our SYN, the peer's from its SYN, so that 1 is the
 * first byte of data on either side. What we send is written as {@code "ACK PSH seq=1 ack=6 len=3"}.
 */
final class TcpScript {
    static final int ISS = 5_000;
    static final int IRS = -3;
    static final int MSS = 1_000;
    private static final int WINDOW = 60_000;
    private static final TcpIdentity IDENTITY = new TcpIdentity(80, 40_000, ISS, 0, 40);

    private final TcpConnection connection;
    private final List<TcpSegment> sent = new ArrayList<>();
    private long now;

    private TcpScript(TcpConnection connection) {
        this.connection = connection;
    }

    private static TcpConfig config() {
        return TcpConfig.forMtu(MSS + 40).withBuffers(60_000, 60_000);
    }

    static TcpScript synSent() {
        TcpScript script = new TcpScript(TcpConnection.active(config(), IDENTITY, new BufferBudget(1 << 20), 0));
        script.sent();
        return script;
    }

    static TcpScript synReceived() {
        TcpSegment syn = segment(TcpFlags.SYN, 0, 0, WINDOW, "", new TcpOptions(MSS, -1, true, List.of(), null));
        TcpScript script = new TcpScript(TcpConnection.passive(config(), IDENTITY, new BufferBudget(1 << 20), syn, 0));
        script.sent();
        return script;
    }

    static TcpScript established() {
        return synReceived().receive(TcpFlags.ACK, 1, 1);
    }

    static TcpScript finWait1() {
        TcpScript script = established();
        script.connection.endOutput();
        script.sent();
        return script;
    }

    static TcpScript finWait2() {
        return finWait1().receive(TcpFlags.ACK, 1, 2);
    }

    static TcpScript closeWait() {
        TcpScript script = established().receive(TcpFlags.ACK | TcpFlags.FIN, 1, 1);
        script.sent();
        return script;
    }

    static TcpScript lastAck() {
        TcpScript script = closeWait();
        script.connection.endOutput();
        script.sent();
        return script;
    }

    static TcpScript closing() {
        TcpScript script = finWait1().receive(TcpFlags.ACK | TcpFlags.FIN, 1, 1);
        script.sent();
        return script;
    }

    static TcpScript timeWait() {
        TcpScript script = finWait2().receive(TcpFlags.ACK | TcpFlags.FIN, 1, 2);
        script.sent();
        return script;
    }

    private static TcpSegment segment(
            int flags, int sequence, int acknowledgment, int window, String text, TcpOptions options) {
        ByteBuffer payload = ByteBuffer.wrap(text.getBytes(StandardCharsets.US_ASCII));
        return new TcpSegment(40_000, 80, IRS + sequence, ISS + acknowledgment, flags, window, options, payload);
    }

    TcpScript receive(int flags, int sequence, int acknowledgment) {
        return receive(flags, sequence, acknowledgment, "");
    }

    TcpScript receive(int flags, int sequence, int acknowledgment, String text) {
        return receive(flags, sequence, acknowledgment, WINDOW, text, TcpOptions.NONE);
    }

    TcpScript receiveWindow(int sequence, int acknowledgment, int window) {
        return receive(TcpFlags.ACK, sequence, acknowledgment, window, "", TcpOptions.NONE);
    }

    TcpScript receive(int flags, int sequence, int acknowledgment, int window, String text, TcpOptions options) {
        connection.onSegment(now, segment(flags, sequence, acknowledgment, window, text, options));
        return this;
    }

    TcpScript write(int count) {
        connection.write(ByteBuffer.allocate(count));
        return this;
    }

    /** Lets time pass, timers included, whose segments are kept for {@link #sent}. */
    TcpScript pass(Duration duration) {
        long end = now + duration.toNanos();
        while (connection.nextDeadline() <= end) {
            now = Math.max(now, connection.nextDeadline());
            connection.onTimer(now);
            connection.dispatch(now, this::keep);
        }
        now = end;
        return this;
    }

    /** What was sent since the last question. */
    List<String> sent() {
        connection.dispatch(now, this::keep);
        List<String> descriptions = sent.stream().map(TcpScript::describe).toList();
        sent.clear();
        return descriptions;
    }

    TcpSegment lastSegment() {
        connection.dispatch(now, this::keep);
        return sent.getLast();
    }

    private void keep(TcpSegment segment) {
        sent.add(segment);
    }

    private static String describe(TcpSegment segment) {
        StringBuilder text = new StringBuilder();
        flag(text, segment, TcpFlags.SYN, "SYN ");
        flag(text, segment, TcpFlags.FIN, "FIN ");
        flag(text, segment, TcpFlags.RST, "RST ");
        flag(text, segment, TcpFlags.ACK, "ACK ");
        text.append("seq=").append(segment.sequence() - ISS);
        if (segment.has(TcpFlags.ACK)) {
            text.append(" ack=").append(segment.acknowledgment() - IRS);
        }
        if (segment.payload().hasRemaining()) {
            text.append(" len=").append(segment.payload().remaining());
        }
        segment.options()
                .sack()
                .forEach(block -> text.append(" sack=")
                        .append(block.start() - IRS)
                        .append("-")
                        .append(block.end() - IRS));
        return text.toString();
    }

    private static void flag(StringBuilder text, TcpSegment segment, int flag, String name) {
        text.append(segment.has(flag) ? name : "");
    }

    TcpState state() {
        return connection.state();
    }

    TcpConnection connection() {
        return connection;
    }

    String read() {
        StringBuilder text = new StringBuilder();
        while (connection.readable() > 0) {
            ByteBuffer view = connection.view();
            text.append(StandardCharsets.US_ASCII.decode(view.duplicate()));
            connection.consume(view.remaining());
        }
        return text.toString();
    }
}
