package io.omerta.console;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** Sizes, durations and times as people read them. */
public final class Figures {
    private static final long KIBIBYTE = 1L << 10;
    private static final long MEBIBYTE = 1L << 20;
    private static final long GIBIBYTE = 1L << 30;
    private static final DateTimeFormatter TIME_OF_DAY = DateTimeFormatter.ofPattern("HH:mm", Locale.ROOT);
    private static final DateTimeFormatter DAY = DateTimeFormatter.ofPattern("d MMM", Locale.ROOT);
    private static final DateTimeFormatter DAY_OF_YEAR = DateTimeFormatter.ofPattern("yyyy-MM-dd", Locale.ROOT);

    private Figures() {}

    /** For example "512 MiB", "4 GiB", "7.5 GiB". */
    public static String size(long bytes) {
        if (bytes >= GIBIBYTE) {
            return scaled(bytes, GIBIBYTE) + " GiB";
        }
        if (bytes >= MEBIBYTE) {
            return scaled(bytes, MEBIBYTE) + " MiB";
        }
        return bytes >= KIBIBYTE ? scaled(bytes, KIBIBYTE) + " KiB" : bytes + " bytes";
    }

    /** In the unit of {@code --memory}, for example "4096 MB". */
    public static String memory(long bytes) {
        return bytes / MEBIBYTE + " MB";
    }

    /** For example "0.10 s", "2.4 s", "95 s", "12 min", "3 h 20 min", "5 d 2 h". */
    public static String duration(Duration duration) {
        long milliseconds = duration.toMillis();
        if (milliseconds < 200) {
            return decimal("%.2f s", milliseconds);
        }
        if (milliseconds < 99_950) {
            return decimal("%.1f s", milliseconds);
        }
        if (duration.toMinutes() < 60) {
            return pair(duration.toMinutes(), "min", duration.toSecondsPart(), "s");
        }
        if (duration.toHours() < 48) {
            return pair(duration.toHours(), "h", duration.toMinutesPart(), "min");
        }
        return pair(duration.toDays(), "d", duration.toHoursPart(), "h");
    }

    /** Whole seconds, minutes, hours or days, for example "3 s", "12 min". */
    public static String age(Duration age) {
        if (age.toSeconds() < 120) {
            return age.toSeconds() + " s";
        }
        if (age.toMinutes() < 120) {
            return age.toMinutes() + " min";
        }
        return age.toHours() < 48 ? age.toHours() + " h" : age.toDays() + " d";
    }

    /** "12:01" today, "21 Nov" this year, else "2025-11-21"; "-" when it is 0, "never". */
    public static String time(long unixMilliseconds, Clock clock) {
        if (unixMilliseconds == 0) {
            return "-";
        }
        ZonedDateTime time = Instant.ofEpochMilli(unixMilliseconds).atZone(clock.getZone());
        ZonedDateTime now = ZonedDateTime.now(clock);
        if (time.toLocalDate().equals(now.toLocalDate())) {
            return time.format(TIME_OF_DAY);
        }
        return time.format(time.getYear() == now.getYear() ? DAY : DAY_OF_YEAR);
    }

    /** For example "1 job", "2 jobs". */
    public static String count(long number, String noun) {
        return number + " " + noun + (number == 1 ? "" : "s");
    }

    private static String scaled(long bytes, long unit) {
        long tenths = Math.round(bytes * 10.0 / unit);
        return tenths % 10 == 0 ? Long.toString(tenths / 10) : tenths / 10 + "." + tenths % 10;
    }

    private static String decimal(String format, long milliseconds) {
        return String.format(Locale.ROOT, format, milliseconds / 1000.0);
    }

    private static String pair(long large, String largeUnit, long small, String smallUnit) {
        return small == 0 ? large + " " + largeUnit : large + " " + largeUnit + " " + small + " " + smallUnit;
    }
}
