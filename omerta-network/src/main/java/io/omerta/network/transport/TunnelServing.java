package io.omerta.network.transport;

import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import io.omerta.core.job.JobId;
import io.omerta.network.message.InvalidMessageException;
import io.omerta.network.message.JobIdMessages;
import io.omerta.proto.peer.TunnelMessage;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/** The provider's end of a tunnel as gRPC sees it; called by one thread at a time. */
final class TunnelServing implements StreamObserver<TunnelMessage> {
    private final TunnelStreams.Acceptor acceptor;
    private final TunnelStream stream;
    private @Nullable DatagramReceiver receiver;

    TunnelServing(
            ServerCallStreamObserver<TunnelMessage> responses, TunnelStreams.Acceptor acceptor, Executor executor) {
        this.acceptor = acceptor;
        this.stream = new TunnelStream(responses, executor);
        responses.disableAutoRequest();
        responses.setOnReadyThreshold(TunnelStream.READY_THRESHOLD_BYTES);
        responses.setOnReadyHandler(stream::onReady);
        responses.setOnCancelHandler(() -> stream.onEnd(Status.CANCELLED));
        responses.request(TunnelStream.MESSAGES_AHEAD);
    }

    @Override
    public void onNext(TunnelMessage message) {
        if (stream.isClosed()) {
            return;
        }
        try {
            if (message.hasOpen()) {
                accept(message);
            }
            DatagramReceiver to = receiver;
            if (to == null) {
                throw new InvalidMessageException("open", "missing in the first message");
            }
            if (message.getPathLost()) {
                to.onPathLost();
            }
            stream.onMessage(message);
        } catch (InvalidMessageException e) {
            stream.refuse(e.toStatus().getStatus());
        } catch (StatusRuntimeException e) {
            stream.refuse(e.getStatus());
        }
    }

    private void accept(TunnelMessage message) throws InvalidMessageException {
        if (receiver != null) {
            throw new InvalidMessageException("open", "not only in the first message");
        }
        JobId job = JobIdMessages.fromProto(message.getOpen().getJobId());
        int attempt = message.getOpen().getAttempt();
        if (attempt < 1) {
            throw new InvalidMessageException("open.attempt", "not between 1 and 2^31");
        }
        DatagramReceiver to = acceptor.accept(job, attempt, stream);
        stream.deliverTo(to);
        receiver = to;
    }

    @Override
    public void onError(Throwable failure) {
        stream.onEnd(Status.fromThrowable(failure));
    }

    @Override
    public void onCompleted() {
        stream.onEnd(Status.OK);
    }
}
