package io.omerta.network.udp;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.foreign.Arena;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.atomic.LongAdder;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What becomes of a batch when the system takes a part of it, or nothing. A joined message is shown with a minus. */
class SendingTest {
    private static final InetSocketAddress PEER = new InetSocketAddress(InetAddress.ofLiteral("192.0.2.1"), 5000);
    private static final InetSocketAddress OTHER = new InetSocketAddress(InetAddress.ofLiteral("192.0.2.2"), 5000);

    private final Arena arena = Arena.ofConfined();
    private final ScriptedCalls calls = new ScriptedCalls();
    private final LongAdder unsent = new LongAdder();
    private final SendBatch batch = new SendBatch(new SocketAddresses(false), arena);
    private final Sending sending = new Sending(calls, batch, unsent);

    @AfterEach
    void free() {
        arena.close();
    }

    @Test
    void neighbours_ofOneLength_becomeOneMessage() {
        add(PEER, 100, 100, 40);

        sending.flush();

        assertThat(calls.sent).containsExactly(-240);
    }

    @Test
    void shorterOne_endsTheMessage() {
        add(PEER, 100, 40, 40, 100);

        sending.flush();

        assertThat(calls.sent).containsExactly(-140, 40, 100);
    }

    @Test
    void longerOne_beginsAMessage() {
        add(PEER, 40, 100);

        sending.flush();

        assertThat(calls.sent).containsExactly(40, 100);
    }

    @Test
    void otherAddress_beginsAMessage() {
        add(PEER, 100);
        add(OTHER, 100, 100);
        add(PEER, 100);

        sending.flush();

        assertThat(calls.sent).containsExactly(100, -200, 100);
    }

    @Test
    void emptyOnes_areNeverJoined() {
        add(PEER, 0, 0, 10);

        sending.flush();

        assertThat(calls.sent).containsExactly(0, 0, 10);
    }

    @Test
    void moreThanTheKernelCuts_becomeTwoMessages() {
        add(
                PEER,
                Collections.nCopies(65, 100).stream().mapToInt(length -> length).toArray());

        sending.flush();

        assertThat(calls.sent).containsExactly(-6400, 100);
    }

    @Test
    void moreThanAPacketHolds_becomesTwoMessages() {
        add(
                PEER,
                Collections.nCopies(46, 1_452).stream()
                        .mapToInt(length -> length)
                        .toArray());

        sending.flush();

        assertThat(calls.sent).containsExactly(-44 * 1_452, -2 * 1_452);
    }

    @Test
    void fullBatch_takesNoMore_untilItIsSent() {
        for (int i = 0; i < SendBatch.MESSAGES; i++) {
            add(i % 2 == 0 ? PEER : OTHER, 10);
        }
        ByteBuffer one = ByteBuffer.allocate(10);
        assertThat(batch.add(PEER, one)).isFalse();

        sending.flush();

        assertThat(calls.sent).hasSize(SendBatch.MESSAGES);
        assertThat(batch.add(PEER, one)).isTrue();
    }

    @Test
    void partTaken_theRestFollows() {
        calls.answering(1, 1);
        add(PEER, 10, 20, 30);

        sending.flush();

        assertThat(calls.sent).containsExactly(10, 20, 30);
        assertThat(unsent.sum()).isZero();
    }

    @Test
    void fullQueue_isWaitedFor() {
        calls.answering(1, -Errno.EAGAIN);
        add(PEER, 10, 20);

        sending.flush();

        assertThat(calls.sent).containsExactly(10, 20);
        assertThat(calls.waits()).isEqualTo(1);
    }

    @Test
    void queueThatStaysFull_losesTheRest() {
        calls.answering(1, -Errno.EAGAIN).neverWritable();
        add(PEER, 10, 20, 20, 30);

        sending.flush();

        assertThat(calls.sent).containsExactly(10);
        assertThat(unsent.sum()).isEqualTo(3);
    }

    @Test
    void deviceWithoutBuffers_losesOneMessage_andTheOthersFollow() {
        int noBuffers = 105;
        calls.answering(-noBuffers);
        add(PEER, 10, 20);

        sending.flush();

        assertThat(calls.sent).containsExactly(20);
        assertThat(unsent.sum()).isEqualTo(1);
    }

    @Test
    void interruptedCall_isMadeAgain() {
        calls.answering(-Errno.EINTR);
        add(PEER, 10);

        sending.flush();

        assertThat(calls.sent).containsExactly(10);
    }

    @Test
    void errorOfAnEarlierDatagram_losesNothing() {
        calls.answering(-Errno.ECONNREFUSED);
        add(PEER, 10);

        sending.flush();

        assertThat(calls.sent).containsExactly(10);
        assertThat(unsent.sum()).isZero();
    }

    @Test
    void unreachableEachTime_isGivenUp() {
        calls.answering(-Errno.EHOSTUNREACH, -Errno.EHOSTUNREACH, -Errno.EHOSTUNREACH);
        add(PEER, 10);
        add(OTHER, 20);

        sending.flush();

        assertThat(calls.sent).containsExactly(20);
        assertThat(unsent.sum()).isEqualTo(1);
    }

    @Test
    void joinedMessageThatDoesNotFitTheLink_isSentInItsParts() {
        calls.answering(-Errno.EINVAL);
        add(PEER, 100, 100, 40);

        sending.flush();
        add(PEER, 100, 100);
        sending.flush();

        assertThat(calls.sent).containsExactly(100, 100, 40, -200);
    }

    @Test
    void deviceThatCannotCut_isNotAskedAgain() {
        calls.answering(-Errno.EIO);
        add(PEER, 100, 100);

        sending.flush();
        add(PEER, 100, 100);
        sending.flush();

        assertThat(calls.sent).containsExactly(100, 100, 100, 100);
    }

    @Test
    void partThatIsRefused_isCounted_andTheOthersFollow() {
        calls.answering(-Errno.EINVAL, 1, -Errno.EMSGSIZE, 1);
        add(PEER, 100, 100, 40);

        sending.flush();

        assertThat(calls.sent).isEqualTo(List.of(100, 40));
        assertThat(unsent.sum()).isEqualTo(1);
    }

    private void add(InetSocketAddress to, int... lengths) {
        for (int length : lengths) {
            assertThat(batch.add(to, ByteBuffer.allocate(length))).isTrue();
        }
    }
}
