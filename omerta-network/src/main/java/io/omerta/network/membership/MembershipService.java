package io.omerta.network.membership;

import com.google.protobuf.ByteString;
import io.grpc.stub.StreamObserver;
import io.omerta.network.transport.Caller;
import io.omerta.proto.peer.GreetRequest;
import io.omerta.proto.peer.GreetResponse;
import io.omerta.proto.peer.KeyChangedRequest;
import io.omerta.proto.peer.KeyChangedResponse;
import io.omerta.proto.peer.MembershipGrpc;
import io.omerta.proto.peer.NextKeyRequest;
import io.omerta.proto.peer.NextKeyResponse;

/** The side that others ask; the transport has let members through alone. */
final class MembershipService extends MembershipGrpc.MembershipImplBase {
    private final KeyKeeper keeper;

    MembershipService(KeyKeeper keeper) {
        this.keeper = keeper;
    }

    @Override
    public void greet(GreetRequest request, StreamObserver<GreetResponse> response) {
        response.onNext(GreetResponse.getDefaultInstance());
        response.onCompleted();
    }

    @Override
    public void nextKey(NextKeyRequest request, StreamObserver<NextKeyResponse> response) {
        Caller caller = Caller.current();
        NextKeyResponse.Builder answer = NextKeyResponse.newBuilder();
        keeper.nextKey(caller.network(), caller.peerId())
                .ifPresent(next -> answer.setRotation(next.rotation().format())
                        .setNetworkKey(ByteString.copyFrom(next.key().toBytes())));
        response.onNext(answer.build());
        response.onCompleted();
    }

    @Override
    public void keyChanged(KeyChangedRequest request, StreamObserver<KeyChangedResponse> response) {
        Caller caller = Caller.current();
        keeper.keyMayHaveChanged(caller.network(), caller.peerId());
        response.onNext(KeyChangedResponse.getDefaultInstance());
        response.onCompleted();
    }
}
