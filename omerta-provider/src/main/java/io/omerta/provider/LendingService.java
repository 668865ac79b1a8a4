package io.omerta.provider;

import com.google.protobuf.ByteString;
import io.grpc.Status;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import io.omerta.core.job.JobId;
import io.omerta.network.message.InvalidMessageException;
import io.omerta.network.message.JobIdMessages;
import io.omerta.network.path.DirectPaths;
import io.omerta.network.path.OfferedEnd;
import io.omerta.network.transport.Caller;
import io.omerta.network.transport.DatagramReceiver;
import io.omerta.network.transport.SignedSubmits;
import io.omerta.network.transport.TunnelStream;
import io.omerta.network.transport.TunnelStreams;
import io.omerta.proto.job.JobEvent;
import io.omerta.proto.peer.Accepted;
import io.omerta.proto.peer.CancelRequest;
import io.omerta.proto.peer.CancelResponse;
import io.omerta.proto.peer.FollowRequest;
import io.omerta.proto.peer.LendingGrpc;
import io.omerta.proto.peer.RefusalKind;
import io.omerta.proto.peer.Refused;
import io.omerta.proto.peer.RenewRequest;
import io.omerta.proto.peer.RenewResponse;
import io.omerta.proto.peer.Signed;
import io.omerta.proto.peer.SubmitRequest;
import io.omerta.proto.peer.SubmitResponse;
import io.omerta.proto.peer.TunnelMessage;
import io.omerta.provider.admission.Refusal;
import io.omerta.provider.execution.JobExecution;
import io.omerta.provider.execution.Tunnel;
import java.util.Optional;

/**
 * What peers can call. A caller reaches its own jobs only: of all others it learns as much as of those that never were. Its
 * methods run on the threads of the server, one for each call.
 */
final class LendingService extends LendingGrpc.LendingImplBase {
    private static final Status NO_SUCH_JOB = Status.NOT_FOUND.withDescription("no such job");

    private final LendingDesk desk;
    private final SignedSubmits submits;
    private final DirectPaths paths;

    LendingService(LendingDesk desk, SignedSubmits submits, DirectPaths paths) {
        this.desk = desk;
        this.submits = submits;
        this.paths = paths;
    }

    @Override
    public void submit(Signed signed, StreamObserver<SubmitResponse> response) {
        Caller caller = Caller.current();
        SubmitRequest request;
        try {
            request = submits.verify(signed, caller);
        } catch (InvalidMessageException e) {
            response.onError(e.toStatus());
            return;
        }
        response.onNext(answer(decide(request, caller)));
        response.onCompleted();
    }

    private Decision decide(SubmitRequest request, Caller caller) {
        try {
            return desk.submit(Submission.read(request, caller));
        } catch (InvalidMessageException e) {
            return new Decision.Refused(new Refusal(Refusal.Kind.INVALID, "cannot read the job: " + e.getMessage()));
        }
    }

    private static SubmitResponse answer(Decision decision) {
        return switch (decision) {
            case Decision.Accepted accepted ->
                SubmitResponse.newBuilder()
                        .setAccepted(Accepted.newBuilder().setQueuePosition(accepted.queuePosition()))
                        .build();
            case Decision.Refused refused ->
                SubmitResponse.newBuilder()
                        .setRefused(Refused.newBuilder()
                                .setKind(kind(refused.refusal().kind()))
                                .setReason(refused.refusal().reason()))
                        .build();
        };
    }

    private static RefusalKind kind(Refusal.Kind kind) {
        return switch (kind) {
            case CAPACITY -> RefusalKind.REFUSAL_KIND_CAPACITY;
            case QUEUE_FULL -> RefusalKind.REFUSAL_KIND_QUEUE_FULL;
            case LANGUAGE -> RefusalKind.REFUSAL_KIND_LANGUAGE;
            case NOT_LENDING -> RefusalKind.REFUSAL_KIND_NOT_LENDING;
            case DISK -> RefusalKind.REFUSAL_KIND_DISK;
            case INVALID -> RefusalKind.REFUSAL_KIND_INVALID;
            case IMAGE -> RefusalKind.REFUSAL_KIND_IMAGE;
        };
    }

    @Override
    public void follow(FollowRequest request, StreamObserver<JobEvent> response) {
        Optional<LentJob> job = find(request.getJobId(), request.getAttempt());
        if (job.isEmpty() || request.getFromSequence() < 1) {
            Status status = job.isEmpty() ? NO_SUCH_JOB : Status.INVALID_ARGUMENT.withDescription("from_sequence: 0");
            response.onError(status.asRuntimeException());
            return;
        }
        var call = (ServerCallStreamObserver<JobEvent>) response;
        job.get().followedBy(Follower.start(job.get(), request.getFromSequence(), call));
    }

    @Override
    public void renew(RenewRequest request, StreamObserver<RenewResponse> response) {
        Optional<LentJob> job = find(request.getJobId(), request.getAttempt());
        job.ifPresent(known -> desk.renew(known, request.getReceivedSequence()));
        response.onNext(RenewResponse.newBuilder().setKnown(job.isPresent()).build());
        response.onCompleted();
    }

    @Override
    public void cancel(CancelRequest request, StreamObserver<CancelResponse> response) {
        Optional<LentJob> job = find(request.getJobId(), request.getAttempt());
        job.flatMap(LentJob::execution).ifPresent(JobExecution::cancel);
        response.onNext(CancelResponse.newBuilder().setKnown(job.isPresent()).build());
        response.onCompleted();
    }

    @Override
    public StreamObserver<TunnelMessage> tunnel(StreamObserver<TunnelMessage> responses) {
        Caller caller = Caller.current();
        return TunnelStreams.serve(responses, (job, attempt, stream) -> accept(caller, job, attempt, stream));
    }

    private DatagramReceiver accept(Caller caller, JobId job, int attempt, TunnelStream stream) {
        Tunnel tunnel = desk.find(job, attempt, caller)
                .flatMap(LentJob::execution)
                .flatMap(JobExecution::requestersTunnel)
                .orElseThrow(NO_SUCH_JOB::asRuntimeException);
        WayToRequester way = new WayToRequester(tunnel, stream, offerPath(caller, job, tunnel));
        way.connect();
        return way;
    }

    private Optional<OfferedEnd> offerPath(Caller caller, JobId job, Tunnel tunnel) {
        return caller.address().flatMap(requester -> paths.offer("job " + job, requester, tunnel::deliver));
    }

    private Optional<LentJob> find(ByteString id, int attempt) {
        try {
            return desk.find(JobIdMessages.fromProto(id), attempt, Caller.current());
        } catch (InvalidMessageException e) {
            return Optional.empty();
        }
    }
}
