package io.omerta.network.membership;

import io.grpc.stub.StreamObserver;
import io.omerta.core.identity.PeerId;
import io.omerta.core.network.InvitationId;
import io.omerta.network.transport.InvitedCaller;
import io.omerta.proto.peer.InvitationsGrpc;
import io.omerta.proto.peer.RedeemRequest;
import io.omerta.proto.peer.RedeemResponse;

/** The inviter's side; the transport has let through only who knows an invitation. */
public final class InvitationService extends InvitationsGrpc.InvitationsImplBase {
    private final Desk desk;

    /** Decides, and writes down before it answers. */
    @FunctionalInterface
    public interface Desk {
        RedeemResponse redeem(InvitationId invitation, PeerId peer);
    }

    public InvitationService(Desk desk) {
        this.desk = desk;
    }

    @Override
    public void redeem(RedeemRequest request, StreamObserver<RedeemResponse> response) {
        InvitedCaller caller = InvitedCaller.current();
        response.onNext(desk.redeem(caller.invitation(), caller.peerId()));
        response.onCompleted();
    }
}
