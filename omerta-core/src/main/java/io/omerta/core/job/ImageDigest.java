package io.omerta.core.job;

import java.util.HexFormat;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Names a guest image by its content, on every machine alike.
 *
 * @param text {@code sha256:} and 64 lower-case hexadecimal digits
 */
public record ImageDigest(String text) {
    private static final String ALGORITHM = "sha256:";
    private static final Pattern FULL = Pattern.compile(ALGORITHM + "[0-9a-f]{64}");
    private static final Pattern PREFIX = Pattern.compile("[0-9a-f]{4,64}");
    private static final int SHORT = 12;

    public ImageDigest {
        if (!FULL.matcher(text).matches()) {
            throw new IllegalArgumentException("image: \"" + text + "\" is no digest");
        }
    }

    /** Empty unless it is a whole digest. */
    public static Optional<ImageDigest> parse(String text) {
        return FULL.matcher(text).matches() ? Optional.of(new ImageDigest(text)) : Optional.empty();
    }

    /** @throws IllegalArgumentException unless there are 32 bytes */
    public static ImageDigest ofBytes(byte[] digest) {
        return new ImageDigest(ALGORITHM + HexFormat.of().formatHex(digest));
    }

    /** 32 bytes, the caller's own. */
    public byte[] toBytes() {
        return HexFormat.of().parseHex(text, ALGORITHM.length(), text.length());
    }

    /** Whether somebody means this one by its first hexadecimal digits, at least 4, with or without {@code sha256:}. */
    public boolean beginsWith(String prefix) {
        String digits = prefix.toLowerCase(Locale.ROOT);
        digits = digits.startsWith(ALGORITHM) ? digits.substring(ALGORITHM.length()) : digits;
        return PREFIX.matcher(digits).matches() && text.startsWith(digits, ALGORITHM.length());
    }

    /** For people: the first 12 digits. */
    public String shortText() {
        return text.substring(ALGORITHM.length(), ALGORITHM.length() + SHORT);
    }

    @Override
    public String toString() {
        return text;
    }
}
