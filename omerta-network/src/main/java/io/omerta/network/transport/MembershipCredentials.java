package io.omerta.network.transport;

import io.grpc.CallCredentials;
import io.grpc.Metadata;
import io.grpc.Status;
import io.omerta.core.identity.PeerId;
import io.omerta.core.network.MembershipProofs;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.function.Supplier;

/**
 * Adds the proof of membership to each call. gRPC asks for it once the connection stands, so the proof is made for whoever
 * has really answered: to anybody else, and for any other method, it is worth nothing.
 */
final class MembershipCredentials extends CallCredentials {
    private final PeerId self;
    private final Supplier<Optional<MembershipProofs>> proofs;
    private final InstantSource time;
    private final SecureRandom random;

    /** @param proofs asked at each call; empty when this machine is in that network no more */
    MembershipCredentials(
            PeerId self, Supplier<Optional<MembershipProofs>> proofs, InstantSource time, SecureRandom random) {
        this.self = self;
        this.proofs = proofs;
        this.time = time;
        this.random = random;
    }

    @Override
    public void applyRequestMetadata(RequestInfo info, Executor executor, MetadataApplier applier) {
        Optional<PeerId> receiver = PeerTls.peer(info.getTransportAttrs(), time.instant());
        Optional<MembershipProofs> ours = proofs.get();
        if (receiver.isEmpty() || ours.isEmpty()) {
            applier.fail(Status.PERMISSION_DENIED.withDescription("this machine is not in that network"));
            return;
        }
        byte[] requestId = new byte[MembershipProofs.REQUEST_ID_BYTES];
        random.nextBytes(requestId);
        String method = info.getMethodDescriptor().getFullMethodName();
        Metadata headers = new Metadata();
        headers.put(
                MembershipClaim.HEADER,
                MembershipClaim.prove(
                        ours.get(),
                        self,
                        receiver.get(),
                        method,
                        requestId,
                        time.instant().toEpochMilli()));
        applier.apply(headers);
    }
}
