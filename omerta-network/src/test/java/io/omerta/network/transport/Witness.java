package io.omerta.network.transport;

import io.grpc.stub.StreamObserver;
import io.omerta.proto.peer.CancelRequest;
import io.omerta.proto.peer.CancelResponse;
import io.omerta.proto.peer.LendingGrpc;
import io.omerta.proto.peer.RenewRequest;
import io.omerta.proto.peer.RenewResponse;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** A service that remembers who called. */
final class Witness extends LendingGrpc.LendingImplBase {
    final List<Caller> callers = new CopyOnWriteArrayList<>();

    @Override
    public void renew(RenewRequest request, StreamObserver<RenewResponse> response) {
        callers.add(Caller.current());
        response.onNext(RenewResponse.newBuilder().setKnown(true).build());
        response.onCompleted();
    }

    @Override
    public void cancel(CancelRequest request, StreamObserver<CancelResponse> response) {
        callers.add(Caller.current());
        response.onNext(CancelResponse.getDefaultInstance());
        response.onCompleted();
    }
}
