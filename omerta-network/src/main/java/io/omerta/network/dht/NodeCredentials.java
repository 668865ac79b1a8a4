package io.omerta.network.dht;

/** How a node shows that an id is its own. */
public interface NodeCredentials {
    int CHALLENGE_BYTES = 16;
    int PROOF_BYTES = 96;

    NodeId id();

    /** @return 96 bytes for this asker's challenge, of no use to anybody else */
    byte[] prove(byte[] challenge, NodeId asker);

    /** Total: whatever the bytes are, whether they are this prover's for that asker's challenge. */
    boolean isProof(NodeId prover, byte[] challenge, NodeId asker, byte[] proof);
}
