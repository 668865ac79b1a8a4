package io.omerta.network.membership;

import io.grpc.Status;
import io.grpc.StatusException;
import io.omerta.core.error.ErrorCode;
import io.omerta.core.error.OmertaException;
import io.omerta.core.network.InvitationLink;
import io.omerta.core.network.JoinLink;
import io.omerta.network.transport.PeerConnections;
import io.omerta.network.transport.PeerFailure;
import io.omerta.proto.peer.InvitationsGrpc;
import io.omerta.proto.peer.RedeemRefusal;
import io.omerta.proto.peer.RedeemRequest;
import io.omerta.proto.peer.RedeemResponse;
import java.time.Duration;
import java.time.Instant;

/** The side of who is invited: asks the inviter for the network's key. */
public final class InvitationRedemption {
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final String ASK_AGAIN = "ask for a new one: omerta network invite";

    private final PeerConnections connections;

    public InvitationRedemption(PeerConnections connections) {
        this.connections = connections;
    }

    /**
     * @throws OmertaException if the inviter cannot be reached, is another peer, or refuses; after {@code PEER_UNREACHABLE} and
     *     {@code TIMED_OUT} the same invitation may be tried again
     */
    public JoinLink redeem(InvitationLink invitation, Instant now) throws InterruptedException {
        if (!now.isBefore(invitation.expiresAt())) {
            throw refused("it expired at " + invitation.expiresAt(), ASK_AGAIN);
        }
        try {
            RedeemResponse response = InvitationsGrpc.newBlockingV2Stub(connections.toInviter(invitation))
                    .withDeadlineAfter(PATIENCE)
                    .redeem(RedeemRequest.getDefaultInstance());
            if (!response.getJoinLink().isEmpty()) {
                return JoinLink.parse(response.getJoinLink());
            }
            throw refused(reason(response.getRefusal()), hint(response.getRefusal()));
        } catch (StatusException e) {
            throw explained(invitation, e);
        }
    }

    private static OmertaException explained(InvitationLink invitation, StatusException failure) {
        if (failure.getStatus().getCode() == Status.Code.UNAUTHENTICATED) {
            return refused(invitation.inviter().name() + ", who invited, does not know it (any more)", ASK_AGAIN);
        }
        OmertaException explained = PeerFailure.explain(
                "join with the invitation of " + invitation.inviter().name(), failure);
        return new OmertaException(
                explained.code(),
                String.valueOf(explained.getMessage()),
                "once that machine is on line, the same invitation again",
                failure);
    }

    private static String reason(RedeemRefusal refusal) {
        return switch (refusal) {
            case REDEEM_REFUSAL_EXPIRED -> "it has expired";
            case REDEEM_REFUSAL_USED_UP -> "it is used up";
            case REDEEM_REFUSAL_REVOKED -> "it was revoked";
            case REDEEM_REFUSAL_PAUSED -> "the inviter has paused that network";
            case REDEEM_REFUSAL_UNSPECIFIED, UNRECOGNIZED -> "the inviter gave neither a key nor a reason";
        };
    }

    private static String hint(RedeemRefusal refusal) {
        return refusal == RedeemRefusal.REDEEM_REFUSAL_PAUSED ? "the same invitation again later" : ASK_AGAIN;
    }

    private static OmertaException refused(String reason, String hint) {
        return new OmertaException(ErrorCode.NOT_PERMITTED, "could not join with the invitation: " + reason, hint);
    }
}
