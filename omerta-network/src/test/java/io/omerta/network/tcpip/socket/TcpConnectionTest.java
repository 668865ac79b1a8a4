package io.omerta.network.tcpip.socket;

import static org.assertj.core.api.Assertions.assertThat;

import io.omerta.network.tcpip.wire.SackBlock;
import io.omerta.network.tcpip.wire.TcpFlags;
import io.omerta.network.tcpip.wire.TcpOptions;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The table of RFC 9293 §3.10.7, and RFC 5961, one row a test. */
final class TcpConnectionTest {
    private static final int ACK = TcpFlags.ACK;
    private static final int SYN = TcpFlags.SYN;
    private static final int FIN = TcpFlags.FIN;
    private static final int RST = TcpFlags.RST;

    // SYN-SENT

    @Test
    void synSent_onSynAck_isEstablishedAndAcknowledges() {
        TcpScript script = TcpScript.synSent().receive(SYN | ACK, 0, 1);
        assertThat(script.state()).isEqualTo(TcpState.ESTABLISHED);
        assertThat(script.sent()).containsExactly("ACK seq=1 ack=1");
    }

    @Test
    void synSent_onSyn_entersSynReceived() {
        TcpScript script = TcpScript.synSent().receive(SYN, 0, 0);
        assertThat(script.state()).isEqualTo(TcpState.SYN_RECEIVED);
        assertThat(script.sent()).containsExactly("SYN ACK seq=0 ack=1");
    }

    @Test
    void synSent_onSimultaneousOpen_isEstablishedBySynAck() {
        TcpScript script = TcpScript.synSent().receive(SYN, 0, 0);
        script.sent();
        script.receive(SYN | ACK, 0, 1);
        assertThat(script.state()).isEqualTo(TcpState.ESTABLISHED);
    }

    @Test
    void synSent_onUnacceptableAck_resets() {
        TcpScript script = TcpScript.synSent().receive(ACK, 0, 77);
        assertThat(script.state()).isEqualTo(TcpState.SYN_SENT);
        assertThat(script.sent()).containsExactly("RST seq=77");
    }

    @Test
    void synSent_onRstWithAck_isClosed() {
        TcpScript script = TcpScript.synSent().receive(RST | ACK, 0, 1);
        assertThat(script.state()).isEqualTo(TcpState.CLOSED);
        assertThat(script.connection().end()).isEqualTo(TcpEnd.RESET);
    }

    @Test
    void synSent_onRstWithoutAck_ignoresIt() {
        assertThat(TcpScript.synSent().receive(RST, 0, 0).state()).isEqualTo(TcpState.SYN_SENT);
    }

    @Test
    void synSent_onSilence_sendsSynAgainWithBackOff() {
        TcpScript script = TcpScript.synSent().pass(Duration.ofSeconds(8));
        assertThat(script.sent()).containsExactly("SYN seq=0", "SYN seq=0", "SYN seq=0");
    }

    @Test
    void synSent_onLongSilence_timesOut() {
        TcpScript script = TcpScript.synSent().pass(Duration.ofMinutes(3));
        assertThat(script.connection().end()).isEqualTo(TcpEnd.TIMED_OUT);
    }

    // SYN-RECEIVED

    @Test
    void synReceived_onAck_isEstablished() {
        assertThat(TcpScript.established().state()).isEqualTo(TcpState.ESTABLISHED);
    }

    @Test
    void synReceived_onWrongAck_resets() {
        TcpScript script = TcpScript.synReceived().receive(ACK, 1, 2);
        assertThat(script.state()).isEqualTo(TcpState.SYN_RECEIVED);
        assertThat(script.sent()).contains("RST seq=2");
    }

    @Test
    void synReceived_onRst_isClosed() {
        assertThat(TcpScript.synReceived().receive(RST, 1, 0).state()).isEqualTo(TcpState.CLOSED);
    }

    @Test
    void synReceived_onSynAgain_sendsSynAckAgain() {
        TcpScript script = TcpScript.synReceived().receive(SYN, 0, 0);
        assertThat(script.sent()).containsExactly("SYN ACK seq=0 ack=1");
    }

    @Test
    void synReceived_onFin_entersCloseWait() {
        assertThat(TcpScript.synReceived().receive(ACK | FIN, 1, 1).state()).isEqualTo(TcpState.CLOSE_WAIT);
    }

    @Test
    void synReceived_onEndOutput_sendsFinOnceEstablished() {
        TcpScript script = TcpScript.synReceived();
        script.connection().endOutput();
        script.receive(ACK, 1, 1);
        assertThat(script.state()).isEqualTo(TcpState.FIN_WAIT_1);
        assertThat(script.sent()).containsExactly("FIN ACK seq=1 ack=1");
    }

    // ESTABLISHED: receiving

    @Test
    void established_onText_deliversAndDelaysAck() {
        TcpScript script = TcpScript.established().receive(ACK, 1, 1, "hello");
        assertThat(script.read()).isEqualTo("hello");
        assertThat(script.sent()).isEmpty();
        assertThat(script.pass(Duration.ofMillis(40)).sent()).containsExactly("ACK seq=1 ack=6");
    }

    @Test
    void established_onTwoFullSegments_acknowledgesAtOnce() {
        String full = "x".repeat(TcpScript.MSS);
        TcpScript script = TcpScript.established().receive(ACK, 1, 1, full).receive(ACK, 1 + TcpScript.MSS, 1, full);
        assertThat(script.sent()).containsExactly("ACK seq=1 ack=" + (1 + 2 * TcpScript.MSS));
    }

    @Test
    void established_onGap_asksWithSack() {
        TcpScript script = TcpScript.established().receive(ACK, 4, 1, "lo");
        assertThat(script.sent()).containsExactly("ACK seq=1 ack=1 sack=4-6");
        assertThat(script.receive(ACK, 1, 1, "hel").read()).isEqualTo("hello");
        assertThat(script.sent()).containsExactly("ACK seq=1 ack=6");
    }

    @Test
    void established_onOverlappingText_deliversEachByteOnce() {
        TcpScript script = TcpScript.established()
                .receive(ACK, 1, 1, "abc")
                .receive(ACK, 2, 1, "bcde")
                .receive(ACK, 8, 1, "hi")
                .receive(ACK, 5, 1, "efghij");
        assertThat(script.read()).isEqualTo("abcdefghij");
    }

    @Test
    void established_onOldText_acknowledgesAgain() {
        TcpScript script = TcpScript.established().receive(ACK, 1, 1, "abc");
        script.pass(Duration.ofSeconds(1)).sent();
        assertThat(script.receive(ACK, 1, 1, "abc").sent()).containsExactly("ACK seq=1 ack=4");
        assertThat(script.read()).isEqualTo("abc");
    }

    @Test
    void established_onTextBeyondWindow_dropsItAndAcknowledges() {
        TcpScript script = TcpScript.established().receive(ACK, 100_000, 1, "far");
        assertThat(script.sent()).containsExactly("ACK seq=1 ack=1");
        assertThat(script.connection().readable()).isZero();
    }

    @Test
    void established_onFinAheadOfText_waitsForTheText() {
        TcpScript script = TcpScript.established().receive(ACK | FIN, 3, 1, "c");
        assertThat(script.state()).isEqualTo(TcpState.ESTABLISHED);
        script.receive(ACK, 1, 1, "ab");
        assertThat(script.state()).isEqualTo(TcpState.CLOSE_WAIT);
        assertThat(script.read()).isEqualTo("abc");
        assertThat(script.connection().inputEnded()).isTrue();
        assertThat(script.sent()).containsExactly("ACK seq=1 ack=5");
    }

    @Test
    void established_onFullBuffer_closesAndReopensWindow() {
        TcpScript script = TcpScript.established();
        String full = "x".repeat(TcpScript.MSS);
        for (int i = 0; i < 60; i++) {
            script.receive(ACK, 1 + i * TcpScript.MSS, 1, full);
        }
        assertThat(script.lastSegment().window()).isZero();
        script.sent();
        script.read();
        assertThat(script.lastSegment().window()).isGreaterThan(50_000);
    }

    // ESTABLISHED: blind attacks (RFC 5961)

    @Test
    void established_onExactRst_isClosed() {
        TcpScript script = TcpScript.established().receive(RST, 1, 0);
        assertThat(script.state()).isEqualTo(TcpState.CLOSED);
        assertThat(script.connection().end()).isEqualTo(TcpEnd.RESET);
    }

    @Test
    void established_onRstInWindow_challenges() {
        TcpScript script = TcpScript.established().receive(RST, 2, 0);
        assertThat(script.state()).isEqualTo(TcpState.ESTABLISHED);
        assertThat(script.sent()).containsExactly("ACK seq=1 ack=1");
    }

    @Test
    void established_onRstOutOfWindow_isSilent() {
        TcpScript script = TcpScript.established().receive(RST, 200_000, 0);
        assertThat(script.state()).isEqualTo(TcpState.ESTABLISHED);
        assertThat(script.sent()).isEmpty();
    }

    @Test
    void established_onSynInWindow_challenges() {
        TcpScript script = TcpScript.established().receive(SYN, 10, 0);
        assertThat(script.state()).isEqualTo(TcpState.ESTABLISHED);
        assertThat(script.sent()).containsExactly("ACK seq=1 ack=1");
    }

    @Test
    void established_onManyForgedRsts_limitsChallenges() {
        TcpScript script = TcpScript.established();
        int challenges = 0;
        for (int i = 0; i < 100; i++) {
            challenges += script.receive(RST, 2 + i, 0).sent().size();
        }
        assertThat(challenges).isEqualTo(10);
    }

    @Test
    void established_onAckOfUnsentData_challengesAndDropsText() {
        TcpScript script = TcpScript.established().receive(ACK, 1, 5_000, "evil");
        assertThat(script.connection().readable()).isZero();
        assertThat(script.sent()).containsExactly("ACK seq=1 ack=1");
    }

    @Test
    void established_onTooOldAck_challengesAndDropsText() {
        TcpScript script = TcpScript.established().receive(ACK, 1, -70_000, "evil");
        assertThat(script.connection().readable()).isZero();
    }

    @Test
    void established_onSegmentWithoutAck_dropsIt() {
        TcpScript script = TcpScript.established().receive(0, 1, 0, "evil");
        assertThat(script.connection().readable()).isZero();
        assertThat(script.sent()).isEmpty();
    }

    // ESTABLISHED: sending

    @Test
    void established_onWrite_sendsSegmentsOfMss() {
        TcpScript script = TcpScript.established().write(2_500);
        assertThat(script.sent())
                .containsExactly(
                        "ACK seq=1 ack=1 len=1000", "ACK seq=1001 ack=1 len=1000", "ACK seq=2001 ack=1 len=500");
    }

    @Test
    void established_onACrumbOfRoom_tellsOfNoneWhileThereIsSomethingToSend() {
        TcpScript script = TcpScript.established().write(20_000);
        assertThat(script.connection().writable()).isZero();
        script.sent();

        script.receive(ACK, 1, 1_001);
        assertThat(script.connection().writable()).isZero();

        script.receive(ACK, 1, 8_001);
        assertThat(script.connection().writable()).isGreaterThan(5_000);
    }

    @Test
    void established_onThreeSackedSegments_retransmitsTheHole() {
        TcpScript script = TcpScript.established().write(5_000);
        script.sent();
        script.receive(
                ACK,
                1,
                1,
                60_000,
                "",
                new TcpOptions(
                        0, -1, false, List.of(new SackBlock(TcpScript.ISS + 1_001, TcpScript.ISS + 4_001)), null));
        assertThat(script.sent()).containsExactly("ACK seq=1 ack=1 len=1000");
    }

    @Test
    void established_onSilence_retransmitsFirstSegmentWithBackOff() {
        TcpScript script = TcpScript.established().write(100);
        script.sent();
        assertThat(script.pass(Duration.ofMillis(3_100)).sent())
                .containsExactly("ACK seq=1 ack=1 len=100", "ACK seq=1 ack=1 len=100");
    }

    @Test
    void established_onLongSegmentsThatVanish_triesShorterOnes() {
        TcpScript script = TcpScript.established().write(1_000);
        script.sent();
        assertThat(script.pass(Duration.ofSeconds(8)).sent())
                .containsExactly(
                        "ACK seq=1 ack=1 len=1000",
                        "ACK seq=1 ack=1 len=1000",
                        "ACK seq=1 ack=1 len=536",
                        "ACK seq=537 ack=1 len=464");
        script.receive(ACK, 1, 1_001).write(2_000);
        assertThat(script.sent()).first().isEqualTo("ACK seq=1001 ack=1 len=536");
    }

    @Test
    void established_onShortSegmentsThatVanishToo_goesBackToLongOnes() {
        TcpScript script = TcpScript.established().write(1_000);
        script.sent();
        script.pass(Duration.ofMinutes(2)).sent();
        script.receive(ACK, 1, 1_001).write(1_000);
        assertThat(script.sent()).containsExactly("ACK seq=1001 ack=1 len=1000");
    }

    @Test
    void established_onLongSilence_timesOutWithRst() {
        TcpScript script = TcpScript.established().write(100);
        script.sent();
        script.pass(Duration.ofMinutes(12));
        assertThat(script.connection().end()).isEqualTo(TcpEnd.TIMED_OUT);
        assertThat(script.sent()).last().isEqualTo("RST ACK seq=101 ack=1");
    }

    @Test
    void established_onZeroWindow_probesUntilItOpens() {
        TcpScript script = TcpScript.established().receiveWindow(1, 1, 0).write(100);
        assertThat(script.sent()).isEmpty();
        assertThat(script.pass(Duration.ofMillis(3_500)).sent()).containsExactly("ACK seq=0 ack=1", "ACK seq=0 ack=1");
        assertThat(script.receiveWindow(1, 1, 1_000).sent()).containsExactly("ACK seq=1 ack=1 len=100");
    }

    @Test
    void established_onSmallWindow_sendsNoMoreThanItTakes() {
        TcpScript script = TcpScript.established().receiveWindow(1, 1, 300).write(5_000);
        assertThat(script.sent()).containsExactly("ACK seq=1 ack=1 len=300");
    }

    @Test
    void established_onIdle_keepsAliveAndGivesUp() {
        TcpScript script = TcpScript.established().pass(Duration.ofSeconds(121));
        assertThat(script.sent()).containsExactly("ACK seq=0 ack=1");
        script.pass(Duration.ofMinutes(2));
        assertThat(script.connection().end()).isEqualTo(TcpEnd.TIMED_OUT);
    }

    @Test
    void established_onKeepAliveOfPeer_answers() {
        TcpScript script = TcpScript.established().receive(ACK, 0, 1);
        assertThat(script.sent()).containsExactly("ACK seq=1 ack=1");
    }

    @Test
    void established_onAbort_resets() {
        TcpScript script = TcpScript.established();
        script.connection().abort();
        assertThat(script.sent()).containsExactly("RST ACK seq=1 ack=1");
        assertThat(script.connection().isDone()).isTrue();
    }

    @Test
    void established_onCloseWithUnreadText_resets() {
        TcpScript script = TcpScript.established().receive(ACK, 1, 1, "unread");
        script.connection().close(0);
        assertThat(script.sent()).containsExactly("RST ACK seq=1 ack=7");
    }

    // Closing

    @Test
    void established_onEndOutput_sendsFinBehindData() {
        TcpScript script = TcpScript.established().write(10);
        script.connection().endOutput();
        assertThat(script.sent()).containsExactly("FIN ACK seq=1 ack=1 len=10");
        assertThat(script.state()).isEqualTo(TcpState.FIN_WAIT_1);
    }

    @Test
    void finWait1_onAckOfFin_entersFinWait2() {
        assertThat(TcpScript.finWait2().state()).isEqualTo(TcpState.FIN_WAIT_2);
    }

    @Test
    void finWait1_onFinWithoutAckOfOurs_entersClosing() {
        assertThat(TcpScript.closing().state()).isEqualTo(TcpState.CLOSING);
    }

    @Test
    void finWait1_onFinThatAcknowledgesOurs_entersTimeWait() {
        TcpScript script = TcpScript.finWait1().receive(ACK | FIN, 1, 2);
        assertThat(script.state()).isEqualTo(TcpState.TIME_WAIT);
        assertThat(script.sent()).containsExactly("ACK seq=2 ack=2");
    }

    @Test
    void finWait2_onText_stillDelivers() {
        assertThat(TcpScript.finWait2().receive(ACK, 1, 2, "more").read()).isEqualTo("more");
    }

    @Test
    void finWait2_onTextAfterClose_resets() {
        TcpScript script = TcpScript.finWait2();
        script.connection().close(0);
        script.receive(ACK, 1, 2, "nobody listens");
        assertThat(script.state()).isEqualTo(TcpState.CLOSED);
        assertThat(script.sent()).containsExactly("RST ACK seq=2 ack=1");
    }

    @Test
    void finWait2_onSilenceAfterClose_isGivenUp() {
        TcpScript script = TcpScript.finWait2();
        script.connection().close(0);
        assertThat(script.pass(Duration.ofSeconds(61)).state()).isEqualTo(TcpState.CLOSED);
    }

    @Test
    void closeWait_onWrite_stillSends() {
        TcpScript script = TcpScript.closeWait().write(7);
        assertThat(script.sent()).containsExactly("ACK seq=1 ack=2 len=7");
    }

    @Test
    void closeWait_onEndOutput_entersLastAck() {
        assertThat(TcpScript.lastAck().state()).isEqualTo(TcpState.LAST_ACK);
    }

    @Test
    void lastAck_onAckOfFin_isFinished() {
        TcpScript script = TcpScript.lastAck().receive(ACK, 2, 2);
        assertThat(script.state()).isEqualTo(TcpState.CLOSED);
        assertThat(script.connection().end()).isEqualTo(TcpEnd.FINISHED);
    }

    @Test
    void lastAck_onSilence_sendsFinAgain() {
        assertThat(TcpScript.lastAck().pass(Duration.ofMillis(1_100)).sent()).containsExactly("FIN ACK seq=1 ack=2");
    }

    @Test
    void closing_onAckOfFin_entersTimeWait() {
        assertThat(TcpScript.closing().receive(ACK, 2, 2).state()).isEqualTo(TcpState.TIME_WAIT);
    }

    @Test
    void timeWait_onFinAgain_acknowledgesAndWaitsAnew() {
        TcpScript script = TcpScript.timeWait().pass(Duration.ofSeconds(50));
        assertThat(script.receive(ACK | FIN, 1, 2).sent()).containsExactly("ACK seq=2 ack=2");
        assertThat(script.pass(Duration.ofSeconds(50)).state()).isEqualTo(TcpState.TIME_WAIT);
        assertThat(script.pass(Duration.ofSeconds(11)).state()).isEqualTo(TcpState.CLOSED);
    }

    @Test
    void timeWait_onRst_isNotCutShort() {
        assertThat(TcpScript.timeWait().receive(RST, 2, 0).state()).isEqualTo(TcpState.TIME_WAIT);
    }

    @Test
    void timeWait_onTwoMsl_isFinished() {
        TcpScript script = TcpScript.timeWait().pass(Duration.ofSeconds(61));
        assertThat(script.connection().end()).isEqualTo(TcpEnd.FINISHED);
    }
}
