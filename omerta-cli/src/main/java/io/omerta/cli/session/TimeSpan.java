package io.omerta.cli.session;

import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;

/** Durations as they are typed: for example 90s, 10m, 1h30m, 500ms; a plain number means seconds. */
public final class TimeSpan implements ITypeConverter<Duration> {
    private static final Pattern WHOLE = Pattern.compile("[0-9]{1,9}|([0-9]{1,9}(ms|s|m|h|d))+");
    private static final Pattern PART = Pattern.compile("([0-9]{1,9})(ms|s|m|h|d)?");
    private static final Duration MAX = Duration.ofDays(365);

    @Override
    public Duration convert(String text) {
        String stripped = text.strip();
        if (stripped.length() > 100 || !WHOLE.matcher(stripped).matches()) {
            throw new IllegalArgumentException("not a duration, such as 90s, 10m or 1h30m");
        }
        Duration total = Duration.ZERO;
        Matcher part = PART.matcher(stripped);
        while (part.find()) {
            total = total.plus(part(Long.parseLong(part.group(1)), String.valueOf(part.group(2))));
        }
        if (total.isZero() || total.compareTo(MAX) > 0) {
            throw new IllegalArgumentException("it has to be between 1 ms and 365 days");
        }
        return total;
    }

    private static Duration part(long number, String unit) {
        return switch (unit) {
            case "ms" -> Duration.ofMillis(number);
            case "m" -> Duration.ofMinutes(number);
            case "h" -> Duration.ofHours(number);
            case "d" -> Duration.ofDays(number);
            default -> Duration.ofSeconds(number);
        };
    }
}
