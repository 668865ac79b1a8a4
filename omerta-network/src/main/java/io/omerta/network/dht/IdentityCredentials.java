package io.omerta.network.dht;

import io.omerta.core.identity.Identity;
import io.omerta.core.identity.PeerId;
import io.omerta.core.network.NetworkId;
import java.nio.ByteBuffer;
import java.util.Arrays;

/** Proofs by the Ed25519 key that a peer id comes from: public key and signature, of no use in another network. */
public final class IdentityCredentials implements NodeCredentials {
    private static final String LABEL = "omerta dht proof v1";

    private final Identity identity;
    private final byte[] network;
    private final NodeId id;

    public IdentityCredentials(Identity identity, NetworkId network) {
        this.identity = identity;
        this.network = network.toBytes();
        this.id = NodeId.of(identity.peerId());
    }

    @Override
    public NodeId id() {
        return id;
    }

    @Override
    public byte[] prove(byte[] challenge, NodeId asker) {
        byte[] signature = identity.sign(LABEL, content(challenge, id, asker));
        return ByteBuffer.allocate(PROOF_BYTES)
                .put(identity.publicKey())
                .put(signature)
                .array();
    }

    @Override
    public boolean isProof(NodeId prover, byte[] challenge, NodeId asker, byte[] proof) {
        if (proof.length != PROOF_BYTES) {
            return false;
        }
        byte[] publicKey = Arrays.copyOf(proof, Identity.PUBLIC_KEY_BYTES);
        byte[] signature = Arrays.copyOfRange(proof, Identity.PUBLIC_KEY_BYTES, PROOF_BYTES);
        return NodeId.of(PeerId.ofPublicKey(publicKey)).equals(prover)
                && Identity.verify(publicKey, LABEL, content(challenge, prover, asker), signature);
    }

    private byte[] content(byte[] challenge, NodeId prover, NodeId asker) {
        return ByteBuffer.allocate(network.length + challenge.length + 2 * NodeId.BYTES)
                .put(network)
                .put(challenge)
                .put(prover.toBytes())
                .put(asker.toBytes())
                .array();
    }
}
