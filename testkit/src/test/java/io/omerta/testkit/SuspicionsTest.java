package io.omerta.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class SuspicionsTest {
    private final Suspicions suspicions = new Suspicions();

    private static Belongings there(String... things) {
        return new Belongings(Set.of(things));
    }

    private Suspicions.Suspicion onlyOneAtTheEndOf(String name, Belongings now) {
        List<Suspicions.Suspicion> due = suspicions.ends(name, now);
        assertThat(due).hasSize(1);
        return due.getFirst();
    }

    @Test
    void aloneClass_isSuspectedOfWhatItLeaves_notOfWhatWasThere() {
        suspicions.begins("A", there("old"));

        Suspicions.Suspicion suspicion = onlyOneAtTheEndOf("A", there("old", "left"));

        assertThat(suspicion.classes()).containsExactly("A");
        assertThat(suspicions.left(suspicion, there("old", "left"))).containsExactly("left");
        assertThat(suspicions.left(suspicion, there("old"))).isEmpty();
    }

    @Test
    void aloneClass_whatComesAfterItsEnd_isItsToo() {
        suspicions.begins("A", there());
        Suspicions.Suspicion suspicion = onlyOneAtTheEndOf("A", there());

        assertThat(suspicions.left(suspicion, there("late"))).containsExactly("late");

        suspicions.begins("B", there("late"));
        assertThat(suspicions.left(suspicion, there("late", "of B"))).isEmpty();
    }

    @Test
    void overlappingClasses_areJudgedWhenTheLastHasEnded() {
        suspicions.begins("A", there());
        suspicions.begins("B", there("of A"));

        assertThat(suspicions.ends("A", there("left", "of B"))).isEmpty();
        List<Suspicions.Suspicion> due = suspicions.ends("B", there("left"));

        assertThat(due).extracting(Suspicions.Suspicion::classes).containsExactly(List.of("A", "B"), List.of("B"));
        assertThat(suspicions.left(due.getFirst(), there("left"))).containsExactly("left");
        assertThat(suspicions.left(due.getFirst(), there())).isEmpty();
    }

    @Test
    void whatALaterClassUses_isNotTakenForLeft() {
        suspicions.begins("A", there());
        suspicions.begins("B", there());
        assertThat(suspicions.ends("A", there("left"))).isEmpty();
        suspicions.begins("C", there("left"));

        Suspicions.Suspicion first = onlyOneAtTheEndOf("B", there("left", "of C"));
        assertThat(first.classes()).containsExactly("A", "B");
        assertThat(suspicions.left(first, there("left", "of C"))).containsExactly("left");

        Suspicions.Suspicion second =
                suspicions.ends("C", there("left", "of B and C")).getFirst();
        assertThat(second.classes()).containsExactly("B", "C");
        assertThat(suspicions.left(second, there("left", "of B and C"))).containsExactly("left");
    }
}
