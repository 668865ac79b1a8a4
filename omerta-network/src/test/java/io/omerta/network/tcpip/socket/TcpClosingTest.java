package io.omerta.network.tcpip.socket;

import static io.omerta.network.tcpip.wire.TcpFlags.ACK;
import static io.omerta.network.tcpip.wire.TcpFlags.FIN;
import static io.omerta.network.tcpip.wire.TcpFlags.RST;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

/** The table of RFC 9293 §3.10.7 from the first FIN on, one row a test. */
final class TcpClosingTest {
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
