package io.omerta.network.wireguard;

/** What a handshake yields: the key to seal what we send, and the one to open what we receive. */
record SessionKeys(SealingKey sending, SealingKey receiving) implements AutoCloseable {
    @Override
    public void close() {
        sending.destroy();
        receiving.destroy();
    }
}
