package io.omerta.network.dht;

/** Sends datagrams that may get lost. */
@FunctionalInterface
public interface DatagramSender {
    /** @param message of at most {@link DhtSettings#MAX_MESSAGE} bytes; the callee's from then on */
    void send(NodeAddress to, byte[] message);

    /**
     * The same from another port of this machine, at which nobody is.
     *
     * @return false if there is none; nothing is sent then
     */
    default boolean sendFromElsewhere(NodeAddress to, byte[] message) {
        return false;
    }
}
