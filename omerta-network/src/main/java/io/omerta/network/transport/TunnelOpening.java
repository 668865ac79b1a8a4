package io.omerta.network.transport;

import io.grpc.Status;
import io.grpc.stub.ClientCallStreamObserver;
import io.grpc.stub.ClientResponseObserver;
import io.omerta.network.message.InvalidMessageException;
import io.omerta.network.path.PathOffer;
import io.omerta.proto.peer.TunnelMessage;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/** The requester's end of a tunnel as gRPC sees it; called by one thread at a time. */
final class TunnelOpening implements ClientResponseObserver<TunnelMessage, TunnelMessage> {
    private final DatagramReceiver receiver;
    private final ConnectionAddress connection;
    private final Executor executor;
    private boolean offered;
    private @Nullable ClientCallStreamObserver<TunnelMessage> requests;
    private @Nullable TunnelStream stream;

    TunnelOpening(DatagramReceiver receiver, ConnectionAddress connection, Executor executor) {
        this.receiver = receiver;
        this.connection = connection;
        this.executor = executor;
    }

    TunnelStream send(TunnelMessage open) {
        if (requests == null) {
            throw new IllegalStateException("gRPC calls beforeStart first");
        }
        requests.onNext(open);
        return stream();
    }

    private TunnelStream stream() {
        if (stream == null) {
            throw new IllegalStateException("gRPC calls beforeStart first");
        }
        return stream;
    }

    @Override
    public void beforeStart(ClientCallStreamObserver<TunnelMessage> observer) {
        TunnelStream opened = new TunnelStream(observer, executor);
        opened.deliverTo(receiver);
        observer.disableAutoRequestWithInitial(TunnelStream.MESSAGES_AHEAD);
        observer.setOnReadyHandler(opened::onReady);
        requests = observer;
        stream = opened;
    }

    @Override
    public void onNext(TunnelMessage message) {
        if (stream().isClosed()) {
            return;
        }
        try {
            if (message.hasPathOffer()) {
                onOffer(PathOfferMessages.fromProto(message.getPathOffer()));
            }
            stream().onMessage(message);
        } catch (InvalidMessageException e) {
            stream().refuse(e.toStatus().getStatus());
        }
    }

    private void onOffer(PathOffer offer) throws InvalidMessageException {
        if (offered) {
            throw new InvalidMessageException("path_offer", "more than one");
        }
        offered = true;
        connection.host().ifPresent(provider -> receiver.onPathOffer(offer, provider));
    }

    @Override
    public void onError(Throwable failure) {
        stream().onEnd(Status.fromThrowable(failure));
    }

    @Override
    public void onCompleted() {
        stream().onEnd(Status.OK);
    }
}
