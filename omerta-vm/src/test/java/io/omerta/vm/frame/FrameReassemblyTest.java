package io.omerta.vm.frame;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FrameReassemblyTest {
    private static final int CAPACITY = 4 + FrameChannel.MAX_FRAME_BYTES;

    private final FrameReassembly reassembly = new FrameReassembly(CAPACITY);
    private final List<String> frames = new ArrayList<>();

    @Test
    void mergedFrames_onDrain_areHandedOverApart() {
        feed(wire("a".repeat(14)), wire("b".repeat(20)), wire("c".repeat(15)));
        assertThat(frames).containsExactly("a".repeat(14), "b".repeat(20), "c".repeat(15));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5, 17, 18, 19})
    void splitFrames_onDrain_areHandedOverWhole(int piece) {
        byte[] stream = concat(wire("a".repeat(14)), wire("b".repeat(60)), wire("c".repeat(1514)));
        for (int at = 0; at < stream.length; at += piece) {
            feed(java.util.Arrays.copyOfRange(stream, at, Math.min(stream.length, at + piece)));
        }
        assertThat(frames).containsExactly("a".repeat(14), "b".repeat(60), "c".repeat(1514));
    }

    @Test
    void largestFrame_onDrain_isHandedOver() {
        feed(wire("x".repeat(FrameChannel.MAX_FRAME_BYTES)));
        assertThat(frames).singleElement().asString().hasSize(FrameChannel.MAX_FRAME_BYTES);
        feed(wire("y".repeat(14)));
        assertThat(frames).hasSize(2);
    }

    @ParameterizedTest
    @ValueSource(strings = {"00000000", "0000000d", "00010001", "7fffffff", "80000000", "ffffffff"})
    void lengthOutOfRange_onDrain_givesTheVerdictAtOnce(String length) {
        Optional<FrameStreamEnd.Malformed> verdict = put(HexFormat.of().parseHex(length));
        assertThat(verdict)
                .contains(new FrameStreamEnd.Malformed("a frame of " + Long.parseLong(length, 16) + " bytes"));
        assertThat(frames).isEmpty();
    }

    @Test
    void lengthOutOfRangeBehindFrames_onDrain_givesThoseFirst() {
        assertThat(put(concat(wire("a".repeat(14)), new byte[4]))).isPresent();
        assertThat(frames).containsExactly("a".repeat(14));
    }

    @Test
    void randomBytes_onDrain_neverThrowAndNeverStall() {
        Random random = new Random(7);
        for (int i = 0; i < 20_000; i++) {
            FrameReassembly fresh = new FrameReassembly(CAPACITY);
            byte[] bytes = new byte[random.nextInt(200)];
            random.nextBytes(bytes);
            if (bytes.length > 4 && random.nextBoolean()) {
                bytes[0] = bytes[1] = bytes[2] = 0;
            }
            fresh.space().put(bytes);
            Optional<FrameStreamEnd.Malformed> verdict = fresh.drain(frame -> assertThat(frame.remaining())
                    .isBetween(FrameChannel.MIN_FRAME_BYTES, FrameChannel.MAX_FRAME_BYTES));
            assertThat(verdict.isPresent() || fresh.space().hasRemaining()).isTrue();
        }
    }

    private void feed(byte[]... pieces) {
        assertThat(put(concat(pieces))).isEmpty();
    }

    private Optional<FrameStreamEnd.Malformed> put(byte[] bytes) {
        reassembly.space().put(bytes);
        return reassembly.drain(frame -> frames.add(text(frame)));
    }

    private static String text(ByteBuffer frame) {
        byte[] bytes = new byte[frame.remaining()];
        frame.get(bytes);
        return new String(bytes, java.nio.charset.StandardCharsets.US_ASCII);
    }

    private static byte[] wire(String frame) {
        byte[] bytes = frame.getBytes(java.nio.charset.StandardCharsets.US_ASCII);
        return ByteBuffer.allocate(4 + bytes.length)
                .putInt(bytes.length)
                .put(bytes)
                .array();
    }

    private static byte[] concat(byte[]... pieces) {
        ByteBuffer all = ByteBuffer.allocate(
                java.util.Arrays.stream(pieces).mapToInt(piece -> piece.length).sum());
        for (byte[] piece : pieces) {
            all.put(piece);
        }
        return all.array();
    }
}
