package io.omerta.core.address;

import java.net.IDN;
import java.util.Locale;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** {@code HOST[:PORT]}, as people type it. */
final class DestinationText {
    private static final int MAX_PORT = 65_535;
    private static final int MAX_NAME = 253;

    private static final Pattern BRACKETED = Pattern.compile("\\[([^\\[\\]]*)](?::([0-9]{1,5}))?");
    private static final Pattern PLAIN = Pattern.compile("([^:\\[\\]]+)(?::([0-9]{1,5}))?");
    private static final Pattern NAME =
            Pattern.compile("[a-z0-9_]([a-z0-9_-]{0,61}[a-z0-9_])?(\\.[a-z0-9_]([a-z0-9_-]{0,61}[a-z0-9_])?)*");

    /** How resolvers spell addresses: 2130706433, 127.1 and 0x7f.0.0.1 are 127.0.0.1 to many. */
    private static final Pattern ENDS_IN_NUMBER = Pattern.compile("(.*\\.)?([0-9]+|0x[0-9a-f]*)");

    private DestinationText() {}

    static Destination parse(String text) {
        Matcher bracketed = BRACKETED.matcher(text);
        if (bracketed.matches()) {
            return new Destination.Addresses(AddressBlock.parse(bracketed.group(1)), port(bracketed.group(2)));
        }
        Matcher plain = PLAIN.matcher(text);
        if (!plain.matches()) {
            // Two colons or more: an IPv6 address, whose port would have to be told apart by brackets.
            return new Destination.Addresses(AddressBlock.parse(text), OptionalInt.empty());
        }
        String host = plain.group(1);
        OptionalInt port = port(plain.group(2));
        boolean address = host.indexOf('/') >= 0 || endsInNumber(host);
        return address ? new Destination.Addresses(AddressBlock.parse(host), port) : new Destination.Named(host, port);
    }

    static String name(String text) {
        String name = ascii(text);
        name = name.endsWith(".") ? name.substring(0, name.length() - 1) : name;
        if (name.length() > MAX_NAME || !NAME.matcher(name).matches() || endsInNumber(name)) {
            throw new IllegalArgumentException("neither a name, such as example.com, nor an address");
        }
        return name;
    }

    private static String ascii(String text) {
        try {
            return IDN.toASCII(text).toLowerCase(Locale.ROOT);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("neither a name, such as example.com, nor an address", e);
        }
    }

    private static boolean endsInNumber(String host) {
        return ENDS_IN_NUMBER.matcher(host.toLowerCase(Locale.ROOT)).matches();
    }

    private static OptionalInt port(@Nullable String text) {
        return text == null ? OptionalInt.empty() : OptionalInt.of(Integer.parseInt(text));
    }

    static void requirePort(OptionalInt port) {
        if (port.isPresent() && (port.getAsInt() < 1 || port.getAsInt() > MAX_PORT)) {
            throw new IllegalArgumentException("a port is a number between 1 and " + MAX_PORT);
        }
    }

    static String suffix(OptionalInt port) {
        return port.isPresent() ? ":" + port.getAsInt() : "";
    }
}
