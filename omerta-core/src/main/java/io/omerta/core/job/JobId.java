package io.omerta.core.job;

import java.nio.ByteBuffer;
import java.util.HexFormat;
import java.util.random.RandomGenerator;

/** 128 random bits, written as 26 characters of lower-case base32 (RFC 4648 alphabet, no padding). */
public record JobId(long high, long low) {
    public static final int BYTES = 16;
    private static final int CHARACTERS = 26;
    private static final String ALPHABET = "abcdefghijklmnopqrstuvwxyz234567";

    public static JobId random(RandomGenerator random) {
        return new JobId(random.nextLong(), random.nextLong());
    }

    /** @throws IllegalArgumentException unless there are 16 bytes */
    public static JobId ofBytes(byte[] bytes) {
        if (bytes.length != BYTES) {
            throw new IllegalArgumentException("job id: " + bytes.length + " bytes, 16 expected");
        }
        HexFormat hex = HexFormat.of();
        return new JobId(
                HexFormat.fromHexDigitsToLong(hex.formatHex(bytes, 0, 8)),
                HexFormat.fromHexDigitsToLong(hex.formatHex(bytes, 8, 16)));
    }

    /** @throws IllegalArgumentException unless the text is what {@link #toString} gives */
    public static JobId parse(String text) {
        if (text.length() != CHARACTERS) {
            throw new IllegalArgumentException("job id: " + text.length() + " characters, 26 expected");
        }
        long high = 0;
        long low = 0;
        for (int i = 0; i < CHARACTERS; i++) {
            int digit = ALPHABET.indexOf(text.charAt(i));
            if (digit < 0) {
                throw new IllegalArgumentException("job id: not base32: " + text.charAt(i));
            }
            // The last digit carries the 3 bits that remain of 128.
            int bits = i == CHARACTERS - 1 ? 3 : 5;
            int value = i == CHARACTERS - 1 ? digit >>> 2 : digit;
            high = high << bits | low >>> (64 - bits);
            low = low << bits | value;
        }
        return new JobId(high, low);
    }

    public byte[] toBytes() {
        return ByteBuffer.allocate(BYTES).putLong(high).putLong(low).array();
    }

    @Override
    public String toString() {
        StringBuilder text = new StringBuilder(CHARACTERS);
        for (int i = 0; i < CHARACTERS; i++) {
            int shift = 128 - 5 * (i + 1);
            text.append(ALPHABET.charAt(digitAt(shift)));
        }
        return text.toString();
    }

    private int digitAt(int shift) {
        if (shift < 0) {
            return (int) (low << -shift & 31);
        }
        if (shift >= 64) {
            return (int) (high >>> (shift - 64) & 31);
        }
        long value = low >>> shift;
        if (shift > 59) {
            value |= high << (64 - shift);
        }
        return (int) (value & 31);
    }
}
