package io.omerta.core.address;

import java.net.InetAddress;
import java.util.OptionalInt;

/** Where somebody may connect to: {@code HOST[:PORT]}. Every port where none is named. */
public sealed interface Destination {
    /** Empty for every port. */
    OptionalInt port();

    /**
     * A machine by its name; its addresses are what a resolver says, as far as they are public.
     *
     * @param name in lower case and ASCII, without a dot at its end
     */
    record Named(String name, OptionalInt port) implements Destination {
        public Named {
            name = DestinationText.name(name);
            DestinationText.requirePort(port);
        }

        @Override
        public String toString() {
            return name + DestinationText.suffix(port);
        }
    }

    /** Addresses that are named as such. */
    record Addresses(AddressBlock block, OptionalInt port) implements Destination {
        public Addresses {
            AddressKind.special(block).filter(kind -> !kind.canBeReached()).ifPresent(kind -> {
                throw new IllegalArgumentException(block + " is " + kind.words());
            });
            DestinationText.requirePort(port);
        }

        /**
         * Whether the rule means this address although it is not a public one: a rule for half the internet does not mean the
         * private networks in it.
         */
        public boolean names(InetAddress address) {
            return block.contains(address) && AddressKind.special(block).isPresent();
        }

        @Override
        public String toString() {
            String text = block.toString();
            boolean bracketed = text.indexOf(':') >= 0 && port.isPresent();
            return (bracketed ? "[" + text + "]" : text) + DestinationText.suffix(port);
        }
    }

    default boolean hasPort(int other) {
        return port().isEmpty() || port().getAsInt() == other;
    }

    /**
     * Reads {@code example.com}, {@code example.com:443}, {@code 192.168.1.7:22}, {@code 192.168.1.0/24}, {@code [fd00::1]:443}.
     *
     * @throws IllegalArgumentException if it is none of these, saying why
     */
    static Destination parse(String text) {
        return DestinationText.parse(text);
    }

    /**
     * A name as rules and resolvers compare it.
     *
     * @throws IllegalArgumentException unless it is one (RFC 1123, underscores too)
     */
    static String canonicalName(String text) {
        return DestinationText.name(text);
    }
}
