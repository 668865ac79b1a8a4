package io.omerta.network.message;

import com.google.protobuf.ByteString;
import io.omerta.core.job.Blob;
import java.time.Duration;
import java.time.Instant;
import java.util.function.Supplier;

/** Checked reading, and cutting to the same bounds when writing, of single fields. */
final class Fields {
    private static final long MAX_MILLISECONDS = Duration.ofDays(36_525).toMillis();
    private static final long END_OF_YEAR_9999 = 253_402_300_799_999L;

    private Fields() {}

    /** Text for people: bounded, one line, nothing that could steer a terminal. */
    static String readLine(String field, String text, int maxCharacters) throws InvalidMessageException {
        return oneLine(bounded(field, text, maxCharacters));
    }

    static String writeLine(String text, int maxCharacters) {
        String line = oneLine(text);
        if (line.length() <= maxCharacters) {
            return line;
        }
        int end = Character.isHighSurrogate(line.charAt(maxCharacters - 1)) ? maxCharacters - 1 : maxCharacters;
        return line.substring(0, end);
    }

    static String bounded(String field, String text, int maxCharacters) throws InvalidMessageException {
        if (text.length() > maxCharacters) {
            throw new InvalidMessageException(field, text.length() + " characters, at most " + maxCharacters);
        }
        return text;
    }

    static Blob blob(String field, ByteString bytes, int maxBytes) throws InvalidMessageException {
        if (bytes.size() > maxBytes) {
            throw new InvalidMessageException(field, bytes.size() + " bytes, at most " + maxBytes);
        }
        return Blob.copyOf(bytes.toByteArray());
    }

    /** A uint64 of the protocol, which Java shows as negative from 2^63 on. */
    static long count(String field, long value) throws InvalidMessageException {
        if (value < 0) {
            throw new InvalidMessageException(field, Long.toUnsignedString(value) + " is too large");
        }
        return value;
    }

    /** A uint32 of the protocol, which Java shows as negative from 2^31 on. */
    static int smallCount(String field, int value) throws InvalidMessageException {
        if (value < 0) {
            throw new InvalidMessageException(field, Integer.toUnsignedString(value) + " is too large");
        }
        return value;
    }

    static Duration milliseconds(String field, long value) throws InvalidMessageException {
        if (value < 0 || value > MAX_MILLISECONDS) {
            throw new InvalidMessageException(field, Long.toUnsignedString(value) + " ms is more than a century");
        }
        return Duration.ofMillis(value);
    }

    static long milliseconds(Duration duration) {
        if (duration.isNegative()) {
            return 0;
        }
        return duration.compareTo(Duration.ofMillis(MAX_MILLISECONDS)) > 0 ? MAX_MILLISECONDS : duration.toMillis();
    }

    static Instant time(String field, long unixMilliseconds) throws InvalidMessageException {
        if (unixMilliseconds < 0 || unixMilliseconds > END_OF_YEAR_9999) {
            throw new InvalidMessageException(field, unixMilliseconds + " is not between the years 1970 and 9999");
        }
        return Instant.ofEpochMilli(unixMilliseconds);
    }

    static <T> T present(String field, boolean present, T value) throws InvalidMessageException {
        if (!present) {
            throw new InvalidMessageException(field, "missing");
        }
        return value;
    }

    /** The domain's own checks of a value, whose refusal names the field within {@code field}. */
    static <T> T valid(String field, Supplier<T> value) throws InvalidMessageException {
        try {
            return value.get();
        } catch (IllegalArgumentException e) {
            String reason = e.getMessage();
            throw new InvalidMessageException(field, reason == null ? "refused" : oneLine(reason));
        }
    }

    private static String oneLine(String text) {
        if (text.codePoints().noneMatch(Fields::steers)) {
            return text;
        }
        StringBuilder line = new StringBuilder(text.length());
        text.codePoints().map(c -> steers(c) ? ' ' : c).forEach(line::appendCodePoint);
        return line.toString();
    }

    /** Control characters, line separators, and the invisible ones that reorder what is shown. */
    private static boolean steers(int codePoint) {
        return switch (Character.getType(codePoint)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR,
                    Character.SURROGATE -> true;
            default -> false;
        };
    }
}
