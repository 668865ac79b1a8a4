package io.omerta.network.discovery;

import io.grpc.stub.StreamObserver;
import io.omerta.network.message.InvalidMessageException;
import io.omerta.network.transport.Caller;
import io.omerta.proto.peer.DiscoveryGrpc;
import io.omerta.proto.peer.ExchangeRequest;
import io.omerta.proto.peer.ExchangeResponse;

/** The side of discovery that others ask. */
final class DiscoveryService extends DiscoveryGrpc.DiscoveryImplBase {
    private final BootstrapDiscovery discovery;

    DiscoveryService(BootstrapDiscovery discovery) {
        this.discovery = discovery;
    }

    @Override
    public void exchange(ExchangeRequest request, StreamObserver<ExchangeResponse> response) {
        try {
            response.onNext(discovery.answer(Caller.current(), request));
            response.onCompleted();
        } catch (InvalidMessageException e) {
            response.onError(e.toStatus());
        }
    }
}
