package io.omerta.network.tcpip.socket;

import static io.omerta.network.tcpip.wire.TcpFlags.ACK;
import static io.omerta.network.tcpip.wire.TcpFlags.FIN;
import static io.omerta.network.tcpip.wire.TcpFlags.RST;
import static io.omerta.network.tcpip.wire.TcpFlags.SYN;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

/** The table of RFC 9293 §3.10.7 in SYN-SENT and SYN-RECEIVED, one row a test. */
final class TcpOpeningTest {
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
}
