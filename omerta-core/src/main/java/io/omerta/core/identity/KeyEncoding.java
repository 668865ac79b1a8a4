package io.omerta.core.identity;

import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;

/**
 * DER (RFC 8410) and PEM (RFC 7468) of one kind of Ed25519 key. Both are of fixed size: a fixed prefix, then 32 bytes; one
 * line of base64.
 */
final class KeyEncoding {
    static final KeyEncoding PRIVATE = new KeyEncoding("PRIVATE KEY", "302e020100300506032b657004220420");
    static final KeyEncoding PUBLIC = new KeyEncoding("PUBLIC KEY", "302a300506032b6570032100");

    private static final int KEY_BYTES = 32;

    private final String begin;
    private final String end;
    private final byte[] prefix;

    private KeyEncoding(String label, String prefix) {
        this.begin = "-----BEGIN " + label + "-----";
        this.end = "-----END " + label + "-----";
        this.prefix = HexFormat.of().parseHex(prefix);
    }

    byte[] encode(byte[] key) {
        byte[] der = Arrays.copyOf(prefix, prefix.length + KEY_BYTES);
        System.arraycopy(key, 0, der, prefix.length, KEY_BYTES);
        return der;
    }

    String toPem(byte[] key) {
        byte[] der = encode(key);
        String base64 = Base64.getEncoder().encodeToString(der);
        Arrays.fill(der, (byte) 0);
        return begin + "\n" + base64 + "\n" + end + "\n";
    }

    /** @throws BadPemException naming the line that is wrong */
    byte[] fromPem(String pem) throws BadPemException {
        List<String> lines = pem.lines().toList();
        if (lines.isEmpty() || !lines.getFirst().equals(begin)) {
            throw new BadPemException(1, "\"" + begin + "\" is missing");
        }
        if (lines.size() < 3) {
            throw new BadPemException(lines.size(), "the file ends too early");
        }
        byte[] key = keyOf(lines.get(1));
        if (!lines.get(2).equals(end)) {
            throw new BadPemException(3, "\"" + end + "\" is missing");
        }
        if (lines.size() > 3) {
            throw new BadPemException(4, "something follows the key");
        }
        return key;
    }

    private byte[] keyOf(String base64) throws BadPemException {
        byte[] der;
        try {
            der = Base64.getDecoder().decode(base64);
        } catch (IllegalArgumentException e) {
            throw new BadPemException(2, "not base64");
        }
        boolean known = der.length == prefix.length + KEY_BYTES
                && Arrays.equals(der, 0, prefix.length, prefix, 0, prefix.length);
        if (!known) {
            throw new BadPemException(2, "not an Ed25519 key");
        }
        return Arrays.copyOfRange(der, prefix.length, der.length);
    }

    /** Where a PEM file is wrong, and how; never with its content. */
    static final class BadPemException extends Exception {
        private static final long serialVersionUID = 1;

        final int line;
        final String reason;

        BadPemException(int line, String reason) {
            super("line " + line + ": " + reason);
            this.line = line;
            this.reason = reason;
        }
    }
}
