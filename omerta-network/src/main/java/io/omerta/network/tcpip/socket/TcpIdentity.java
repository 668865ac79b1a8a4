package io.omerta.network.tcpip.socket;

/**
 * What tells one connection from another, as far as its state machine must know.
 *
 * @param initialSequence our first sequence number (ISS)
 * @param clockOffset added to the clock of the timestamps option
 * @param headerBytes length of IP and TCP headers without options
 */
public record TcpIdentity(int localPort, int remotePort, int initialSequence, int clockOffset, int headerBytes) {}
