package io.omerta.network.dht.socket;

import static org.assertj.core.api.Assertions.assertThat;

import io.omerta.core.network.NetworkKey;
import io.omerta.network.dht.DhtSettings;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class DatagramSealTest {
    private final SecureRandom random = new SecureRandom();
    private final NetworkKey key = NetworkKey.random(random);
    private final DatagramSeal seal = new DatagramSeal(key, random);

    @Test
    void message_thereAndBack_isTheSame() {
        for (int size : new int[] {1, 17, 63, 64, 65, DhtSettings.MAX_MESSAGE}) {
            byte[] message = new byte[size];
            random.nextBytes(message);

            byte[] sealed = seal.seal(message);

            assertThat(sealed).hasSize(size + DhtSettings.SEAL_BYTES);
            assertThat(new DatagramSeal(key, random).open(sealed)).isEqualTo(message);
        }
    }

    @Test
    void message_sealedTwice_looksDifferentEachTime() {
        byte[] message = new byte[100];

        assertThat(seal.seal(message)).isNotEqualTo(seal.seal(message));
    }

    @Test
    void datagram_changedInAnyBit_isNotOpened() {
        byte[] sealed = seal.seal(new byte[20]);
        for (int bit = 0; bit < 8 * sealed.length; bit++) {
            byte[] changed = sealed.clone();
            changed[bit / 8] ^= (byte) (1 << bit % 8);
            assertThat(seal.open(changed)).as("bit %s", bit).isNull();
        }
    }

    @Test
    void datagram_ofAnotherNetwork_isNotOpened() {
        DatagramSeal other = new DatagramSeal(NetworkKey.random(random), random);

        assertThat(other.open(seal.seal(new byte[20]))).isNull();
    }

    @Test
    void datagram_cutShortOrTooLong_isNotOpened() {
        byte[] sealed = seal.seal(new byte[20]);
        for (int size = 0; size < sealed.length; size++) {
            assertThat(seal.open(Arrays.copyOf(sealed, size))).isNull();
        }
        assertThat(seal.open(new byte[DhtSettings.MAX_DATAGRAM + 1])).isNull();
    }

    @Test
    void datagram_ofRandomBytes_isNotOpened() {
        Random noise = new Random(1);
        for (int i = 0; i < 20_000; i++) {
            byte[] datagram = new byte[noise.nextInt(DhtSettings.MAX_DATAGRAM + 10)];
            noise.nextBytes(datagram);
            assertThat(seal.open(datagram)).isNull();
        }
    }
}
