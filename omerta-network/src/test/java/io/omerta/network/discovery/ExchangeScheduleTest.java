package io.omerta.network.discovery;

import static org.assertj.core.api.Assertions.assertThat;

import io.omerta.core.identity.PeerId;
import io.omerta.core.network.Endpoint;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class ExchangeScheduleTest {
    private static final long SECOND = 1_000_000_000;
    private static final Target KNOWN = new Target.Known(PeerId.ofPublicKey(new byte[32]));
    private static final Target BOOTSTRAP = new Target.Bootstrap(Endpoint.of("10.0.0.1", 50_051));

    private final ExchangeSchedule schedule = new ExchangeSchedule(Duration.ofSeconds(10));

    @Test
    void target_new_isDueAtOnce_andOnlyOnceWhileItIsAsked() {
        schedule.addNow(KNOWN, 0);

        assertThat(schedule.untilNext(0)).hasValue(0);
        assertThat(schedule.takeDue(0)).containsExactly(KNOWN);
        assertThat(schedule.takeDue(100 * SECOND)).isEmpty();
        assertThat(schedule.untilNext(0)).isEmpty();
    }

    @Test
    void target_thatAnswers_isDueAfterTheInterval() {
        schedule.addNow(KNOWN, 0);
        schedule.takeDue(0);
        schedule.answered(KNOWN, SECOND);

        assertThat(schedule.takeDue(11 * SECOND - 1)).isEmpty();
        assertThat(schedule.untilNext(2 * SECOND)).hasValue(9 * SECOND);
        assertThat(schedule.takeDue(11 * SECOND)).containsExactly(KNOWN);
    }

    @Test
    void stranger_thatNeverAnswers_isAskedLessAndLess() {
        assertThat(pausesOf(KNOWN, 9)).containsExactly(10L, 20L, 40L, 80L, 160L, 320L, 600L, 600L, 600L);
    }

    @Test
    void bootstrap_thatDoesNotAnswer_isAskedEveryMinute() {
        assertThat(pausesOf(BOOTSTRAP, 5)).containsExactly(10L, 20L, 40L, 60L, 60L);
    }

    @Test
    void peer_thatAnsweredOnce_isAskedEveryMinute() {
        schedule.addNow(KNOWN, 0);
        schedule.takeDue(0);
        schedule.answered(KNOWN, 0);
        schedule.takeDue(10 * SECOND);

        assertThat(pausesOf(KNOWN, 5)).containsExactly(10L, 20L, 40L, 60L, 60L);
    }

    @Test
    void hurry_bringsForwardThoseThatAnswer() {
        schedule.addNow(KNOWN, 0);
        schedule.addNow(BOOTSTRAP, 0);
        schedule.takeDue(0);
        schedule.answered(KNOWN, 0);
        schedule.failed(BOOTSTRAP, 0);

        schedule.hurry(2 * SECOND);

        assertThat(schedule.takeDue(2 * SECOND)).containsExactly(KNOWN);
    }

    @Test
    void target_removedWhileAsked_staysAway() {
        schedule.addNow(KNOWN, 0);
        schedule.takeDue(0);
        schedule.remove(KNOWN);

        schedule.answered(KNOWN, 0);

        assertThat(schedule.takeDue(100 * SECOND)).isEmpty();
    }

    private List<Long> pausesOf(Target target, int failures) {
        schedule.addNow(target, 0);
        schedule.takeDue(0);
        List<Long> pauses = new ArrayList<>();
        for (int i = 0; i < failures; i++) {
            schedule.failed(target, 0);
            long pause = schedule.untilNext(0).orElseThrow();
            pauses.add(pause / SECOND);
            schedule.takeDue(pause);
        }
        return pauses;
    }
}
