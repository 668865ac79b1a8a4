package io.omerta.core.identity;

import java.io.ByteArrayOutputStream;

/** Base32 (RFC 4648) without padding: upper case when written, either when read. */
public final class Base32 {
    private static final String ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

    private Base32() {}

    public static String format(byte[] bytes) {
        StringBuilder digits = new StringBuilder(bytes.length * 8 / 5 + 1);
        int pending = 0;
        int bits = 0;
        for (byte b : bytes) {
            pending = ((pending << 8) | (b & 0xff)) & 0xfff;
            bits += 8;
            while (bits >= 5) {
                bits -= 5;
                digits.append(ALPHABET.charAt((pending >>> bits) & 31));
            }
        }
        return bits == 0
                ? digits.toString()
                : digits.append(ALPHABET.charAt((pending << (5 - bits)) & 31)).toString();
    }

    /** @throws IllegalArgumentException naming the character that is no digit */
    public static byte[] parse(String digits) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(digits.length() * 5 / 8);
        int pending = 0;
        int bits = 0;
        for (int i = 0; i < digits.length(); i++) {
            int digit = ALPHABET.indexOf(Character.toUpperCase(digits.charAt(i)));
            if (digit < 0) {
                throw new IllegalArgumentException("a character in it does not belong into a key");
            }
            pending = ((pending << 5) | digit) & 0xfff;
            bits += 5;
            if (bits >= 8) {
                bits -= 8;
                bytes.write(pending >>> bits);
            }
        }
        return bytes.toByteArray();
    }
}
