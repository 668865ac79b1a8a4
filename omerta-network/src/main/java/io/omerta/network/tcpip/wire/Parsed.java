package io.omerta.network.tcpip.wire;

/** What a total parser says: a valid value, or the reason why the bytes are not one. */
public sealed interface Parsed<T> {
    /** The bytes are well-formed. */
    record Valid<T>(T value) implements Parsed<T> {}

    /** The bytes are not; nothing of them may be used. */
    record Malformed<T>(Malformation reason) implements Parsed<T> {}
}
