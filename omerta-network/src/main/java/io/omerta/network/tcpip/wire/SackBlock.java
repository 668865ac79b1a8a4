package io.omerta.network.tcpip.wire;

/** Bytes that arrived out of order (RFC 2018 §3): from {@code start}, up to and without {@code end}, modulo 2^32. */
public record SackBlock(int start, int end) {}
