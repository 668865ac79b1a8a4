package io.omerta.network.tcpip.wire;

/** Why bytes were refused by a parser. */
public enum Malformation {
    /** Fewer bytes than the smallest header has. */
    TOO_SHORT,
    /** Neither version 4 nor 6. */
    UNKNOWN_VERSION,
    /** A length field contradicts another one, or the bytes that are there. */
    LENGTH_CONTRADICTION,
    /** A header's or a message's checksum is wrong, or missing where it must be there. */
    BAD_CHECKSUM,
    /** Reserved bits are set, or a port is 0. */
    RESERVED_VALUE,
    /** Extension headers in a wrong order, too many, or of a kind that is not passed on. */
    BAD_EXTENSION,
    /** A TCP option that runs over its end or has an impossible length. */
    BAD_OPTION,
    /** TCP flags that no conforming peer sends together. */
    BAD_FLAGS
}
