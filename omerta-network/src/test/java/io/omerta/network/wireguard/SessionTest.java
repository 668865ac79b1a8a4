package io.omerta.network.wireguard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/** The data path of one session, apart from any device. */
final class SessionTest {
    private static final int LENGTH = 1_408;

    private static Session session(int sending, int receiving) {
        SessionKeys keys = new SessionKeys(key(sending), key(receiving));
        return new Session(1, 2, true, 0, keys, ProtocolLimits.STANDARD);
    }

    private static SealingKey key(int seed) {
        byte[] bytes = new byte[KeyText.KEY_BYTES];
        bytes[0] = (byte) seed;
        return new SealingKey(bytes);
    }

    private static byte[] plainMessage(int number) {
        byte[] buffer = new byte[TransportMessage.MIN_BYTES + LENGTH];
        LittleEndian.putInt(buffer, TransportMessage.HEADER_BYTES, number);
        return buffer;
    }

    @Test
    void sealAndOpen_onSeveralThreads_agree() throws InterruptedException, ExecutionException {
        Session here = session(1, 2);
        Session there = session(2, 1);
        try (ExecutorService threads = Executors.newFixedThreadPool(4)) {
            List<Future<Boolean>> results = new ArrayList<>();
            for (int thread = 0; thread < 4; thread++) {
                int from = thread * 1_000;
                results.add(threads.submit(() -> transferMany(here, there, from, from + 1_000)));
            }
            for (Future<Boolean> result : results) {
                assertThat(result.get()).isTrue();
            }
        }
    }

    private static boolean transferMany(Session here, Session there, int from, int to) {
        Aead aead = new Aead();
        boolean sound = true;
        for (int counter = from; counter < to; counter++) {
            byte[] buffer = plainMessage(counter);
            here.seal(aead, counter, buffer, 0, LENGTH);
            TransportMessage message = new TransportMessage(buffer, 0, buffer.length);
            sound &= message.counter() == counter && message.receiver() == 2;
            sound &= there.open(aead, counter, buffer, message.bodyOffset(), message.bodyLength());
            sound &= LittleEndian.getInt(buffer, TransportMessage.HEADER_BYTES) == counter;
        }
        return sound;
    }

    @Test
    void open_damagedAnywhere_fails() {
        Session here = session(1, 2);
        Session there = session(2, 1);
        Aead aead = new Aead();
        byte[] sealed = plainMessage(7);
        here.seal(aead, 7, sealed, 0, LENGTH);
        for (int at = TransportMessage.HEADER_BYTES; at < sealed.length; at += 13) {
            byte[] damaged = sealed.clone();
            damaged[at] ^= 0x10;
            assertThat(there.open(aead, 7, damaged, TransportMessage.HEADER_BYTES, LENGTH + Aead.TAG_BYTES))
                    .isFalse();
        }
        assertThat(there.open(aead, 8, sealed, TransportMessage.HEADER_BYTES, LENGTH + Aead.TAG_BYTES))
                .isFalse();
    }

    @Test
    void close_wipesTheKeys() {
        Session session = session(1, 2);
        session.close();
        assertThatIllegalStateException().isThrownBy(() -> session.seal(new Aead(), 0, plainMessage(0), 0, LENGTH));
    }

    @Test
    void takeCounter_neverRepeats() {
        Session session = session(1, 2);
        assertThat(session.takeCounter()).isZero();
        assertThat(session.takeCounter()).isEqualTo(1);
    }
}
