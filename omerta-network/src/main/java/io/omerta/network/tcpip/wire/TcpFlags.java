package io.omerta.network.tcpip.wire;

/** Control bits of a TCP header (RFC 9293 §3.1). */
public final class TcpFlags {
    /** No more data from the sender. */
    public static final int FIN = 1;
    /** Synchronise sequence numbers. */
    public static final int SYN = 2;
    /** Reset the connection. */
    public static final int RST = 4;
    /** Push. */
    public static final int PSH = 8;
    /** The acknowledgment field means something. */
    public static final int ACK = 16;
    /** The urgent pointer means something; it is ignored here, as RFC 6093 advises. */
    public static final int URG = 32;

    private TcpFlags() {}
}
