package io.omerta.console;

/** Text from elsewhere, made safe to print on a terminal and measured in columns. */
public final class Printable {
    private static final char REPLACEMENT = '\uFFFD';

    private Printable() {}

    /** One line without control characters, escapes or marks that change the direction of what follows. */
    public static String line(String text) {
        StringBuilder safe = new StringBuilder(text.length());
        text.codePoints().forEach(point -> safe.appendCodePoint(isSafe(point) ? point : REPLACEMENT));
        return safe.toString();
    }

    /** At most so many columns; what was cut is shown by an ellipsis. */
    public static String shorten(String text, int columns) {
        if (columns(text) <= columns) {
            return text;
        }
        StringBuilder kept = new StringBuilder();
        int used = 0;
        for (int point : text.codePoints().toArray()) {
            int width = width(point);
            if (used + width > columns - 1) {
                break;
            }
            kept.appendCodePoint(point);
            used += width;
        }
        return kept.append('…').toString();
    }

    public static int columns(String text) {
        return text.codePoints().map(Printable::width).sum();
    }

    private static boolean isSafe(int point) {
        return switch (Character.getType(point)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.SURROGATE,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR -> false;
            default -> true;
        };
    }

    /** Unicode's East Asian Width (UAX 11) as far as names need it: wide blocks take two columns, marks none. */
    private static int width(int point) {
        int type = Character.getType(point);
        if (type == Character.NON_SPACING_MARK || type == Character.ENCLOSING_MARK) {
            return 0;
        }
        boolean wide = between(point, 0x1100, 0x115F)
                || between(point, 0x2E80, 0xA4CF)
                || between(point, 0xAC00, 0xD7A3)
                || between(point, 0xF900, 0xFAFF)
                || between(point, 0xFE30, 0xFE6F)
                || between(point, 0xFF00, 0xFF60)
                || between(point, 0x1F300, 0x1FAFF)
                || between(point, 0x20000, 0x3FFFD);
        return wide ? 2 : 1;
    }

    private static boolean between(int point, int first, int last) {
        return point >= first && point <= last;
    }
}
