package io.omerta.network.transport;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import io.grpc.Metadata;
import io.omerta.core.identity.PeerId;
import io.omerta.core.network.MembershipProofs;
import io.omerta.proto.peer.MembershipProof;
import java.util.Optional;

/** A proof of membership together with what it has to fit: who calls whom, and which method. */
record MembershipClaim(PeerId caller, PeerId receiver, String method, MembershipProof proof) {
    static final Metadata.Key<byte[]> HEADER =
            Metadata.Key.of("omerta-membership-bin", Metadata.BINARY_BYTE_MARSHALLER);
    private static final int MAX_BYTES = 128;

    /** Makes the header of a call. */
    static byte[] prove(
            MembershipProofs proofs,
            PeerId caller,
            PeerId receiver,
            String method,
            byte[] requestId,
            long unixTimeMillis) {
        return MembershipProof.newBuilder()
                .setRequestId(ByteString.copyFrom(requestId))
                .setUnixTimeMs(unixTimeMillis)
                .setMac(ByteString.copyFrom(proofs.mac(caller, receiver, requestId, unixTimeMillis, method)))
                .build()
                .toByteArray();
    }

    static Optional<MembershipClaim> read(byte[] header, PeerId caller, PeerId receiver, String method) {
        if (header.length > MAX_BYTES) {
            return Optional.empty();
        }
        try {
            MembershipProof proof = MembershipProof.parseFrom(header);
            boolean wellFormed = proof.getRequestId().size() == MembershipProofs.REQUEST_ID_BYTES
                    && proof.getMac().size() == MembershipProofs.MAC_BYTES;
            return wellFormed ? Optional.of(new MembershipClaim(caller, receiver, method, proof)) : Optional.empty();
        } catch (InvalidProtocolBufferException e) {
            return Optional.empty();
        }
    }

    boolean isMadeWith(MembershipProofs proofs) {
        return proofs.isValid(
                proof.getMac().toByteArray(),
                caller,
                receiver,
                proof.getRequestId().toByteArray(),
                proof.getUnixTimeMs(),
                method);
    }
}
