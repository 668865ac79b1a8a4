package io.omerta.network.tcpip.socket;

import io.omerta.network.tcpip.wire.TcpOptions;
import java.util.List;

/** The options that both SYNs carry, and what they agree on. */
final class Handshake {
    /** RFC 9293 §3.7.1: what a peer takes that does not say. */
    private static final int DEFAULT_MSS = 536;
    /** Below this a peer is making fun of us: packets would be all header. */
    private static final int LEAST_MSS = 88;

    private static final int TIMESTAMPS_BYTES = 12;

    private final TcpConfig config;
    private final int headerBytes;

    /**
     * Describes our end.
     *
     * @param headerBytes length of IP and TCP headers without options
     */
    Handshake(TcpConfig config, int headerBytes) {
        this.config = config;
        this.headerBytes = headerBytes;
    }

    /**
     * What holds for a connection.
     *
     * @param payloadBytes most data in a segment, options of ordinary segments already taken off
     * @param sendShift how the peer scales its windows
     * @param receiveShift how we scale ours
     */
    record Agreement(int payloadBytes, int sendShift, int receiveShift, boolean sack, boolean timestamps) {}

    /** The options of our SYN; a SYN that answers another offers only what that one offered. */
    TcpOptions offer(TcpOptions peers, TcpOptions.Timestamps clock) {
        return new TcpOptions(
                ourMss(),
                peers.windowScale() >= 0 ? ourShift() : -1,
                peers.sackPermitted(),
                List.of(),
                peers.timestamps() != null ? clock : null);
    }

    /** The options of a SYN that comes first. */
    TcpOptions firstOffer(TcpOptions.Timestamps clock) {
        return new TcpOptions(ourMss(), ourShift(), true, List.of(), clock);
    }

    Agreement agree(TcpOptions peers) {
        int peersMss = peers.mss() == 0 ? DEFAULT_MSS : Math.max(LEAST_MSS, peers.mss());
        boolean timestamps = peers.timestamps() != null;
        boolean scaled = peers.windowScale() >= 0;
        return new Agreement(
                Math.min(peersMss, ourMss()) - (timestamps ? TIMESTAMPS_BYTES : 0),
                scaled ? peers.windowScale() : 0,
                scaled ? ourShift() : 0,
                peers.sackPermitted(),
                timestamps);
    }

    /** What is left for data in a packet of that length. */
    int payloadBytes(int packetBytes, boolean timestamps) {
        return packetBytes - headerBytes - (timestamps ? TIMESTAMPS_BYTES : 0);
    }

    private int ourMss() {
        return config.mtu() - headerBytes;
    }

    /** Least shift with which the largest window fits 16 bits. */
    private int ourShift() {
        int bits = Integer.SIZE - Integer.numberOfLeadingZeros(config.receiveBufferBytes());
        return Math.max(0, bits - Short.SIZE);
    }
}
