package io.omerta.network.dht;

/** Sends datagrams that may get lost. */
@FunctionalInterface
public interface DatagramSender {
    /** @param message of at most {@link DhtSettings#MAX_MESSAGE} bytes; the callee's from then on */
    void send(NodeAddress to, byte[] message);
}
