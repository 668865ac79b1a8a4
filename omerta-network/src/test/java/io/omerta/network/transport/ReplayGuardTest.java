package io.omerta.network.transport;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import io.omerta.core.identity.PeerId;
import io.omerta.network.transport.ReplayGuard.Verdict;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

final class ReplayGuardTest {
    private static final Instant START = Instant.parse("2026-11-22T08:00:30Z");
    private static final PeerId ALICE = PeerId.ofPublicKey(new byte[32]);
    private static final PeerId BOB = PeerId.ofPublicKey(
            new byte[] {1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1
            });

    private final AtomicReference<Instant> now = new AtomicReference<>(START);
    private final ReplayGuard guard = new ReplayGuard(now::get);

    @Test
    void request_once_isFresh_twice_isReplayed() {
        assertThat(admit(ALICE, 1, START)).isEqualTo(Verdict.FRESH);
        assertThat(admit(ALICE, 1, START)).isEqualTo(Verdict.REPLAYED);
        assertThat(admit(ALICE, 2, START)).isEqualTo(Verdict.FRESH);
    }

    @Test
    void request_ofAnotherPeer_isItsOwn() {
        assertThat(admit(ALICE, 1, START)).isEqualTo(Verdict.FRESH);
        assertThat(admit(BOB, 1, START)).isEqualTo(Verdict.FRESH);
    }

    @Test
    void request_atTheEdgesOfTheWindow_isFresh_beyond_isStale() {
        assertThat(admit(ALICE, 1, START.minus(ReplayGuard.WINDOW))).isEqualTo(Verdict.FRESH);
        assertThat(admit(ALICE, 2, START.plus(ReplayGuard.WINDOW))).isEqualTo(Verdict.FRESH);
        assertThat(admit(ALICE, 3, START.minus(ReplayGuard.WINDOW).minusMillis(1)))
                .isEqualTo(Verdict.STALE);
        assertThat(admit(ALICE, 4, START.plus(ReplayGuard.WINDOW).plusMillis(1)))
                .isEqualTo(Verdict.STALE);
        assertThat(guard.admit(ALICE, id(5), Long.MIN_VALUE)).isEqualTo(Verdict.STALE);
        assertThat(guard.admit(ALICE, id(6), Long.MAX_VALUE)).isEqualTo(Verdict.STALE);
    }

    @Test
    void request_fromTheFuture_isRememberedUntilItIsStale() {
        Instant made = START.plus(ReplayGuard.WINDOW);
        admit(ALICE, 1, made);

        now.set(made.plus(ReplayGuard.WINDOW));
        assertThat(admit(ALICE, 1, made)).isEqualTo(Verdict.REPLAYED);

        now.set(made.plus(ReplayGuard.WINDOW).plusMillis(1));
        assertThat(admit(ALICE, 1, made)).isEqualTo(Verdict.STALE);
    }

    @Test
    void room_whenTimePasses_isGivenBack() {
        for (int i = 0; i < 1_000; i++) {
            admit(ALICE, i, START);
        }
        now.set(START.plus(ReplayGuard.WINDOW).plus(Duration.ofMinutes(2)));
        admit(ALICE, 5_000, now.get());

        assertThat(guard.remembered()).isEqualTo(1);
    }

    @Test
    void peer_withTooManyRequests_isRefused_othersAreNot() {
        for (int i = 0; i < 6_000; i++) {
            assertThat(admit(ALICE, i, START)).isEqualTo(Verdict.FRESH);
        }
        assertThat(admit(ALICE, 6_000, START)).isEqualTo(Verdict.FULL);
        assertThat(admit(BOB, 1, START)).isEqualTo(Verdict.FRESH);
        assertThat(admit(ALICE, 6_001, START.plus(Duration.ofMinutes(1)))).isEqualTo(Verdict.FRESH);
    }

    private Verdict admit(PeerId peer, int id, Instant made) {
        return guard.admit(peer, id(id), made.toEpochMilli());
    }

    private static ByteString id(int number) {
        return ByteString.copyFromUtf8("request " + number);
    }
}
