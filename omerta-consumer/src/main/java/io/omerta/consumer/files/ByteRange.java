package io.omerta.consumer.files;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A part of a file.
 *
 * @param first byte, from 0
 * @param length in bytes
 */
record ByteRange(long first, long length) {
    /** One range; several at once are answered with the whole, as RFC 9110, section 14.2, allows. */
    private static final Pattern ONE = Pattern.compile("bytes=\\s*([0-9]{0,18})-([0-9]{0,18})\\s*");

    private static final ByteRange NONE = new ByteRange(0, -1);

    static ByteRange whole(long size) {
        return new ByteRange(0, size);
    }

    /**
     * What a Range header asks for; the whole for one that says nothing sensible.
     *
     * @return empty if no byte of it exists
     */
    static Optional<ByteRange> of(@Nullable String header, long size) {
        Matcher matcher = ONE.matcher(header == null ? "" : header);
        if (!matcher.matches()
                || (matcher.group(1).isEmpty() && matcher.group(2).isEmpty())) {
            return Optional.of(whole(size));
        }
        ByteRange range = range(matcher.group(1), matcher.group(2), size);
        return range.length < 0 ? Optional.empty() : Optional.of(range);
    }

    private static ByteRange range(String from, String to, long size) {
        if (from.isEmpty()) {
            long length = Math.min(Long.parseLong(to), size);
            return length == 0 ? NONE : new ByteRange(size - length, length);
        }
        long first = Long.parseLong(from);
        long last = to.isEmpty() ? Long.MAX_VALUE : Long.parseLong(to);
        if (last < first) {
            return whole(size);
        }
        return first >= size ? NONE : new ByteRange(first, Math.min(last, size - 1) - first + 1);
    }
}
