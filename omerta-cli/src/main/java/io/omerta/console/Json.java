package io.omerta.console;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Instant;
import java.util.List;

/**
 * Writes one JSON object (RFC 8259), on one line.
 *
 * <p>Our own forty lines, because a JSON library would double the time that {@code omerta} takes to start.
 */
public final class Json {
    private final StringBuilder text = new StringBuilder("{");

    private Json() {}

    /** An object of its own: it begins with {@code "v":1}, the version of everything that {@code --json} prints. */
    public static Json document() {
        return new Json().put("v", 1);
    }

    /** An object within another. */
    public static Json object() {
        return new Json();
    }

    public Json put(String name, String value) {
        key(name);
        quote(value);
        return this;
    }

    public Json put(String name, long value) {
        key(name).append(value);
        return this;
    }

    /** With one digit behind the point. */
    public Json putDecimal(String name, double value) {
        key(name).append(BigDecimal.valueOf(value).setScale(1, RoundingMode.HALF_EVEN));
        return this;
    }

    public Json put(String name, boolean value) {
        key(name).append(value);
        return this;
    }

    public Json put(String name, Json value) {
        key(name).append(value);
        return this;
    }

    public Json putObjects(String name, List<Json> values) {
        key(name).append('[');
        separated(values, value -> text.append(value));
        return this;
    }

    public Json putStrings(String name, List<String> values) {
        key(name).append('[');
        separated(values, this::quote);
        return this;
    }

    /** RFC 3339 in UTC; left out when it is 0, "never". */
    public Json putTime(String name, long unixMilliseconds) {
        return unixMilliseconds == 0
                ? this
                : put(name, Instant.ofEpochMilli(unixMilliseconds).toString());
    }

    /** Left out when it is empty, "none". */
    public Json putUnlessEmpty(String name, String value) {
        return value.isEmpty() ? this : put(name, value);
    }

    @Override
    public String toString() {
        return text + "}";
    }

    private StringBuilder key(String name) {
        if (text.length() > 1) {
            text.append(',');
        }
        quote(name);
        return text.append(':');
    }

    private <T> void separated(List<T> values, java.util.function.Consumer<T> write) {
        for (int i = 0; i < values.size(); i++) {
            if (i > 0) {
                text.append(',');
            }
            write.accept(values.get(i));
        }
        text.append(']');
    }

    private void quote(String value) {
        text.append('"');
        for (int i = 0; i < value.length(); i++) {
            character(value.charAt(i));
        }
        text.append('"');
    }

    private void character(char c) {
        switch (c) {
            case '"' -> text.append("\\\"");
            case '\\' -> text.append("\\\\");
            case '\n' -> text.append("\\n");
            case '\r' -> text.append("\\r");
            case '\t' -> text.append("\\t");
            default -> {
                if (c < 0x20 || c == 0x7f || Character.isSurrogate(c)) {
                    // Surrogates too: a lone one has no UTF-8.
                    text.append("\\u").append(String.format("%04x", (int) c));
                } else {
                    text.append(c);
                }
            }
        }
    }
}
