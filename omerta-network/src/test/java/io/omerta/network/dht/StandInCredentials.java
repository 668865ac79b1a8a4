package io.omerta.network.dht;

import java.nio.ByteBuffer;
import java.util.Arrays;

/** Proofs that anybody could make, and nobody makes but their owner. */
record StandInCredentials(NodeId id) implements NodeCredentials {
    @Override
    public byte[] prove(byte[] challenge, NodeId asker) {
        return proof(id, challenge, asker);
    }

    @Override
    public boolean isProof(NodeId prover, byte[] challenge, NodeId asker, byte[] proof) {
        return Arrays.equals(proof, proof(prover, challenge, asker));
    }

    private static byte[] proof(NodeId prover, byte[] challenge, NodeId asker) {
        return ByteBuffer.allocate(PROOF_BYTES)
                .put(prover.toBytes())
                .put(asker.toBytes())
                .put(challenge)
                .array();
    }
}
