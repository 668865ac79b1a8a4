package io.omerta.network.tcpip.socket;

import static io.omerta.network.tcpip.wire.TcpFlags.ACK;
import static org.assertj.core.api.Assertions.assertThat;

import io.omerta.network.tcpip.wire.SackBlock;
import io.omerta.network.tcpip.wire.TcpOptions;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A connection in ESTABLISHED that sends: segments, windows, losses, silence. */
final class TcpSendingTest {
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
}
