package io.omerta.network.wireguard;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;

/** The 32 bytes that every key of WireGuard has, and their base64 form, as {@code wg} writes it. */
final class KeyText {
    static final int KEY_BYTES = 32;
    private static final int TEXT_CHARS = 44;

    private KeyText() {}

    /** The bytes of {@code text}; the message of the failure never repeats it, since it may be a secret. */
    static byte[] parse(String what, String text) {
        byte[] chars = text.getBytes(StandardCharsets.ISO_8859_1);
        try {
            if (chars.length == TEXT_CHARS) {
                byte[] decoded = Base64.getDecoder().decode(chars);
                // Only the canonical text is a key: the decoder would let stray trailing bits pass.
                byte[] again = Base64.getEncoder().encode(decoded);
                boolean canonical = decoded.length == KEY_BYTES && Arrays.equals(again, chars);
                Arrays.fill(again, (byte) 0);
                if (canonical) {
                    return decoded;
                }
            }
        } catch (IllegalArgumentException notBase64) {
            // Falls through to the one message below.
        } finally {
            Arrays.fill(chars, (byte) 0);
        }
        throw new IllegalArgumentException(
                "could not read the " + what + ": it is not 32 bytes in base64; use 44 characters as printed by wg");
    }

    static byte[] checked(String what, byte[] bytes) {
        if (bytes.length != KEY_BYTES) {
            throw new IllegalArgumentException(
                    "could not read the " + what + ": it has " + bytes.length + " bytes; use " + KEY_BYTES);
        }
        return bytes.clone();
    }

    static String print(byte[] bytes) {
        return Base64.getEncoder().encodeToString(bytes);
    }
}
