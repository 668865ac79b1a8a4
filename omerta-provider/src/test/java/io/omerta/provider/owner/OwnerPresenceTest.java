package io.omerta.provider.owner;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class OwnerPresenceTest {
    private final OwnerPresence owner = new OwnerPresence(Duration.ofSeconds(60));

    @Test
    void absent_onActivity_comesAtOnce() {
        assertThat(look(1, false)).isFalse();
        assertThat(look(2, true)).isTrue();
        assertThat(owner.isPresent()).isTrue();
        assertThat(look(3, true)).isFalse();
    }

    @Test
    void present_withoutActivityForTheWholeTime_goes() {
        look(2, true);

        assertThat(look(61, false)).isFalse();
        assertThat(look(62, false)).isTrue();
        assertThat(owner.isPresent()).isFalse();
    }

    @Test
    void present_onActivityInBetween_stays() {
        look(2, true);
        look(50, true);

        assertThat(look(62, false)).isFalse();
        assertThat(look(110, false)).isTrue();
    }

    private boolean look(long second, boolean activity) {
        return owner.look(Duration.ofSeconds(second), activity);
    }
}
