package io.omerta.network.transport;

import com.google.protobuf.ByteString;
import io.omerta.core.identity.Identity;
import io.omerta.core.identity.PeerId;
import io.omerta.network.message.InvalidMessageException;
import io.omerta.proto.peer.Signed;
import io.omerta.proto.peer.SubmitRequest;
import java.time.Instant;
import java.time.InstantSource;

/**
 * Signed requests to run a job: signing as a requester, checking as a provider. A request is good once, for one provider,
 * in one network, for ten minutes; to ask again, sign again. Safe for use by several threads.
 */
public final class SignedSubmits {
    private final PeerId self;
    private final InstantSource time;
    private final ReplayGuard replays;

    /** @param self the provider that checks */
    public SignedSubmits(PeerId self, InstantSource time) {
        this.self = self;
        this.time = time;
        this.replays = new ReplayGuard(time);
    }

    /** @param request whose {@code requester_public_key} and {@code unix_time_ms} are set here */
    public static Signed sign(Identity requester, SubmitRequest request, Instant now) {
        SubmitRequest complete = request.toBuilder()
                .setRequesterPublicKey(ByteString.copyFrom(requester.publicKey()))
                .setUnixTimeMs(now.toEpochMilli())
                .build();
        return SignedContent.sign(requester, SignatureLabel.SUBMIT_REQUEST, complete);
    }

    /**
     * What the caller asks, once it is certain that this caller asks this, here and now, for the first time. The job itself
     * is not checked.
     *
     * @throws InvalidMessageException naming what does not fit
     */
    public SubmitRequest verify(Signed signed, Caller caller) throws InvalidMessageException {
        SubmitRequest request = SignedContent.open(
                signed, SignatureLabel.SUBMIT_REQUEST, SubmitRequest.parser(), SubmitRequest::getRequesterPublicKey);
        require(
                isKeyOf(caller.peerId(), request.getRequesterPublicKey()),
                "requester_public_key",
                "not of the peer that calls");
        require(request.getProviderPeerId().equals(self.text()), "provider_peer_id", "another peer is asked");
        require(
                request.getNetworkId()
                        .equals(ByteString.copyFrom(caller.network().toBytes())),
                "network_id",
                "not the network in which the call was made");
        requireFirst(signed, request, caller);
        return request;
    }

    private void requireFirst(Signed signed, SubmitRequest request, Caller caller) throws InvalidMessageException {
        long claimed = request.getUnixTimeMs();
        switch (replays.admit(caller.peerId(), signed.getSignature(), claimed)) {
            case FRESH -> {}
            case STALE -> throw new InvalidMessageException("unix_time_ms", stale(claimed));
            case REPLAYED -> throw new InvalidMessageException("signature", "this request was sent before");
            case FULL -> throw new InvalidMessageException("unix_time_ms", "too many requests in ten minutes");
        }
    }

    private String stale(long claimed) {
        return String.valueOf(ClockDifference.status(claimed, time.instant()).getDescription());
    }

    private static boolean isKeyOf(PeerId peer, ByteString publicKey) {
        return publicKey.size() == Identity.PUBLIC_KEY_BYTES
                && PeerId.ofPublicKey(publicKey.toByteArray()).equals(peer);
    }

    private static void require(boolean holds, String field, String reason) throws InvalidMessageException {
        if (!holds) {
            throw new InvalidMessageException(field, reason);
        }
    }
}
