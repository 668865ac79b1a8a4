package io.omerta.network.path;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

final class ProofTest {
    private final SplittableRandom random = new SplittableRandom(1);
    private final PathKey key = PathKey.generate(random);
    private final Proof probe = Proof.probe(7, 8, 9, Challenge.fresh(random));

    private static Optional<Proof> read(ByteBuffer message, PathKey key) {
        return PathMessage.isOne(message) ? Proof.read(message, key) : Optional.empty();
    }

    @Test
    void everyKind_isReadAsItWasWritten() {
        Proof reply = Proof.reply(probe, true, Challenge.fresh(random));
        for (Proof proof : new Proof[] {probe, reply, Proof.confirmation(reply)}) {
            ByteBuffer message = proof.write(key);
            assertThat(message.remaining()).isEqualTo(Proof.BYTES);
            assertThat(read(message, key)).contains(proof);
        }
        assertThat(reply.receiver()).isEqualTo(8);
        assertThat(reply.sender()).isEqualTo(7);
    }

    @Test
    void message_looksLikeNoneOfWireGuards() {
        assertThat(probe.write(key).get(0)).isEqualTo((byte) 'o');
    }

    @Test
    void message_ofTheFormat_hasItsFieldsWhereTheDescriptionSays() {
        ByteBuffer message = new Proof(
                        Proof.Kind.REPLY, 0x01020304, 0x05060708, true, 0, new Challenge(1, 2), new Challenge(3, 4))
                .write(key);
        assertThat(message.getInt(0)).isEqualTo(0x6f700301);
        assertThat(message.getInt(4)).isEqualTo(0x01020304);
        assertThat(message.getInt(8)).isEqualTo(0x05060708);
        assertThat(message.getLong(24)).isEqualTo(1);
        assertThat(message.getLong(32)).isEqualTo(2);
        assertThat(message.getLong(40)).isEqualTo(3);
        assertThat(message.getLong(48)).isEqualTo(4);
    }

    @Test
    void anotherKey_isRefused() {
        assertThat(read(probe.write(PathKey.generate(random)), key)).isEmpty();
    }

    @Test
    void anyBitOfTheContent_flipped_isRefused() {
        for (int bit = 0; bit < 72 * Byte.SIZE; bit++) {
            ByteBuffer message = probe.write(key);
            message.put(bit / Byte.SIZE, (byte) (message.get(bit / Byte.SIZE) ^ 1 << bit % Byte.SIZE));
            assertThat(read(message, key)).as("bit %d", bit).isEmpty();
        }
    }

    @Test
    void anyOtherLength_isRefused() {
        byte[] whole = probe.write(key).array();
        for (int length = 0; length < whole.length; length++) {
            assertThat(read(ByteBuffer.wrap(whole, 0, length), key)).isEmpty();
        }
        assertThat(read(ByteBuffer.allocate(whole.length + 1).put(whole).clear(), key))
                .isEmpty();
    }

    @Test
    void randomBytes_areNoProofAndBreakNothing() {
        byte[] bytes = new byte[Proof.BYTES];
        for (int i = 0; i < 100_000; i++) {
            random.nextBytes(bytes);
            bytes[0] = 'o';
            bytes[1] = 'p';
            bytes[2] = (byte) (i % 8);
            assertThat(read(ByteBuffer.wrap(bytes, 0, i % Proof.BYTES + 1), key))
                    .isEmpty();
        }
    }
}
