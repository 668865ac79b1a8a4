package io.omerta.network.tcpip.socket;

import static io.omerta.network.tcpip.wire.TcpFlags.ACK;
import static io.omerta.network.tcpip.wire.TcpFlags.FIN;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

/** The table of RFC 9293 §3.10.7 in ESTABLISHED, for what arrives, one row a test. */
final class TcpReceivingTest {
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
}
