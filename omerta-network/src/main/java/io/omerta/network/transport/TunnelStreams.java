package io.omerta.network.transport;

import io.grpc.Channel;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import io.omerta.core.job.JobId;
import io.omerta.network.message.JobIdMessages;
import io.omerta.proto.peer.LendingGrpc;
import io.omerta.proto.peer.TunnelMessage;
import io.omerta.proto.peer.TunnelOpen;
import java.util.concurrent.Executor;

/** Makes the two ends of a job's {@code Tunnel} call: {@link #open} for the requester, {@link #serve} for the provider. */
public final class TunnelStreams {
    private static final int MAX_INBOUND_BYTES = 1 << 20;
    /** Virtual threads, made on demand: nothing to close. */
    private static final Executor DRAINERS = drainers();

    private TunnelStreams() {}

    /** Finds the job that a tunnel is for. */
    public interface Acceptor {
        /**
         * @param stream to send with; the job's owner closes it
         * @return where to put what arrives
         * @throws io.grpc.StatusRuntimeException if there is no such job of this caller
         */
        DatagramReceiver accept(JobId job, int attempt, TunnelStream stream);
    }

    /** Opens the requester's end. What is sent before the connection stands waits, within the bound. */
    public static TunnelStream open(Channel provider, JobId job, int attempt, DatagramReceiver receiver) {
        ConnectionAddress connection = new ConnectionAddress();
        TunnelOpening opening = new TunnelOpening(receiver, connection, DRAINERS);
        LendingGrpc.newStub(provider)
                .withInterceptors(connection)
                .withMaxInboundMessageSize(MAX_INBOUND_BYTES)
                .withOnReadyThreshold(TunnelStream.READY_THRESHOLD_BYTES)
                .tunnel(opening);
        return opening.send(TunnelMessage.newBuilder()
                .setOpen(TunnelOpen.newBuilder()
                        .setJobId(JobIdMessages.toProto(job))
                        .setAttempt(attempt))
                .build());
    }

    /**
     * Serves the provider's end: what {@code Lending.tunnel} returns.
     *
     * @param responses as gRPC gave it
     */
    public static StreamObserver<TunnelMessage> serve(StreamObserver<TunnelMessage> responses, Acceptor acceptor) {
        return new TunnelServing((ServerCallStreamObserver<TunnelMessage>) responses, acceptor, DRAINERS);
    }

    private static Executor drainers() {
        var threads = Thread.ofVirtual().name("tunnel-send-", 0).factory();
        return task -> threads.newThread(task).start();
    }
}
