package io.omerta.network.tcpip.socket;

import static io.omerta.network.tcpip.wire.TcpFlags.ACK;
import static io.omerta.network.tcpip.wire.TcpFlags.RST;
import static io.omerta.network.tcpip.wire.TcpFlags.SYN;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** What somebody sends who sees nothing of a connection, as RFC 5961 has it, one row a test. */
final class TcpBlindAttackTest {
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
}
