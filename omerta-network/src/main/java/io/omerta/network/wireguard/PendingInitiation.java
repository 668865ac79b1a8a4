package io.omerta.network.wireguard;

/** An initiation of ours that awaits its response. */
record PendingInitiation(NoiseInitiator handshake, int localIndex) implements AutoCloseable {
    @Override
    public void close() {
        handshake.close();
    }
}
