package io.omerta.network.wireguard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** When the bytes of a key are there, and when they are gone. */
final class SealingKeyTest {
    private final byte[] bytes = new byte[KeyText.KEY_BYTES];
    private final SealingKey key;

    SealingKeyTest() {
        Arrays.fill(bytes, (byte) 7);
        key = new SealingKey(bytes);
    }

    @Test
    void destroy_whenNobodyHoldsIt_wipesAtOnce() {
        key.destroy();
        assertThat(bytes).containsOnly(0);
        assertThat(key.isDestroyed()).isTrue();
        assertThatIllegalStateException().isThrownBy(key::getEncoded);
    }

    @Test
    void destroy_whileTwoHoldIt_isDoneByTheLast() {
        assertThat(key.hold()).isTrue();
        assertThat(key.hold()).isTrue();
        key.destroy();
        assertThat(key.isDoomed()).isTrue();
        assertThat(key.getEncoded()).containsOnly(7);
        key.release();
        assertThat(bytes).containsOnly(7);
        key.release();
        assertThat(bytes).containsOnly(0);
        assertThat(key.isDestroyed()).isTrue();
    }

    @Test
    void hold_ofADoomedKey_isRefused() {
        assertThat(key.hold()).isTrue();
        key.destroy();
        assertThat(key.hold()).isFalse();
        key.release();
        assertThat(key.isDestroyed()).isTrue();
        assertThat(key.hold()).isFalse();
    }

    @Test
    void release_ofAKeyThatStays_wipesNothing() {
        assertThat(key.hold()).isTrue();
        key.release();
        assertThat(key.isDoomed()).isFalse();
        assertThat(key.getEncoded()).containsOnly(7);
    }

    @Test
    void destroy_twice_wipesOnce() {
        assertThat(key.hold()).isTrue();
        key.destroy();
        key.destroy();
        assertThat(bytes).containsOnly(7);
        key.release();
        assertThat(bytes).containsOnly(0);
    }
}
