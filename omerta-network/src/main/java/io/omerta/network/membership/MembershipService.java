package io.omerta.network.membership;

import io.grpc.stub.StreamObserver;
import io.omerta.proto.peer.GreetRequest;
import io.omerta.proto.peer.GreetResponse;
import io.omerta.proto.peer.MembershipGrpc;

/** The side that others ask; the transport has let members through alone. */
public final class MembershipService extends MembershipGrpc.MembershipImplBase {
    @Override
    public void greet(GreetRequest request, StreamObserver<GreetResponse> response) {
        response.onNext(GreetResponse.getDefaultInstance());
        response.onCompleted();
    }
}
