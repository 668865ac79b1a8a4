package io.omerta.network.tcpip.socket;

/** Arithmetic of sequence numbers modulo 2^32 (RFC 9293 §3.4); right for numbers less than 2^31 apart. */
public final class Sequence {
    private Sequence() {}

    /** Whether {@code a} comes before {@code b}. */
    public static boolean before(int a, int b) {
        return a - b < 0;
    }

    /** Whether {@code a} comes behind {@code b}. */
    public static boolean after(int a, int b) {
        return b - a < 0;
    }

    static int max(int a, int b) {
        return before(a, b) ? b : a;
    }

    static int min(int a, int b) {
        return before(a, b) ? a : b;
    }
}
