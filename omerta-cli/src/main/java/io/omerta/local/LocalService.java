package io.omerta.local;

import io.grpc.StatusRuntimeException;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import io.omerta.core.error.ErrorCode;
import io.omerta.core.error.OmertaException;
import io.omerta.proto.job.JobEvent;
import io.omerta.proto.local.CreateNetworkRequest;
import io.omerta.proto.local.FollowJobRequest;
import io.omerta.proto.local.InvitationDetail;
import io.omerta.proto.local.InvitationReference;
import io.omerta.proto.local.InviteRequest;
import io.omerta.proto.local.JobReference;
import io.omerta.proto.local.JobSummary;
import io.omerta.proto.local.JoinNetworkRequest;
import io.omerta.proto.local.LeaveNetworkResponse;
import io.omerta.proto.local.ListInvitationsResponse;
import io.omerta.proto.local.ListJobsRequest;
import io.omerta.proto.local.ListJobsResponse;
import io.omerta.proto.local.ListNetworksRequest;
import io.omerta.proto.local.ListNetworksResponse;
import io.omerta.proto.local.ListPeersRequest;
import io.omerta.proto.local.ListPeersResponse;
import io.omerta.proto.local.ListReputationsRequest;
import io.omerta.proto.local.ListReputationsResponse;
import io.omerta.proto.local.LocalGrpc;
import io.omerta.proto.local.LocalSubmitRequest;
import io.omerta.proto.local.LocalSubmitResponse;
import io.omerta.proto.local.NetworkDetail;
import io.omerta.proto.local.NetworkReference;
import io.omerta.proto.local.RenameNetworkRequest;
import io.omerta.proto.local.RotateNetworkRequest;
import io.omerta.proto.local.RotateNetworkResponse;
import io.omerta.proto.local.StatusRequest;
import io.omerta.proto.local.StatusResponse;
import io.omerta.proto.local.StopRequest;
import io.omerta.proto.local.StopResponse;
import java.util.HexFormat;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Hands each call of the local API to {@link DaemonOperations}. */
final class LocalService extends LocalGrpc.LocalImplBase {
    private static final Logger log = LoggerFactory.getLogger(LocalService.class);
    private static final int DEFAULT_JOBS = 50;
    private static final int MAX_JOBS = 10_000;

    private final DaemonOperations operations;
    private final ExecutorService threads;

    /** @param threads for those who follow a job; the caller closes it */
    LocalService(DaemonOperations operations, ExecutorService threads) {
        this.operations = operations;
        this.threads = threads;
    }

    @Override
    public void status(StatusRequest request, StreamObserver<StatusResponse> observer) {
        answer(observer, operations::status);
    }

    @Override
    public void stop(StopRequest request, StreamObserver<StopResponse> observer) {
        answer(observer, () -> {
            operations.stop();
            return StopResponse.newBuilder()
                    .setPid(ProcessHandle.current().pid())
                    .build();
        });
    }

    @Override
    public void createNetwork(CreateNetworkRequest request, StreamObserver<NetworkDetail> observer) {
        answer(observer, () -> operations.networks().create(request.getName()));
    }

    @Override
    public void joinNetwork(JoinNetworkRequest request, StreamObserver<NetworkDetail> observer) {
        answer(observer, () -> operations.networks().join(request.getKey()));
    }

    @Override
    public void listNetworks(ListNetworksRequest request, StreamObserver<ListNetworksResponse> observer) {
        answer(
                observer,
                () -> ListNetworksResponse.newBuilder()
                        .addAllNetworks(operations.networks().list())
                        .build());
    }

    @Override
    public void showNetwork(NetworkReference request, StreamObserver<NetworkDetail> observer) {
        answer(observer, () -> operations.networks().show(request.getReference()));
    }

    @Override
    public void leaveNetwork(NetworkReference request, StreamObserver<LeaveNetworkResponse> observer) {
        answer(observer, () -> operations.networks().leave(request.getReference()));
    }

    @Override
    public void renameNetwork(RenameNetworkRequest request, StreamObserver<NetworkDetail> observer) {
        answer(observer, () -> operations.networks().rename(request.getReference(), request.getName()));
    }

    @Override
    public void pauseNetwork(NetworkReference request, StreamObserver<NetworkDetail> observer) {
        answer(observer, () -> operations.networks().pause(request.getReference()));
    }

    @Override
    public void resumeNetwork(NetworkReference request, StreamObserver<NetworkDetail> observer) {
        answer(observer, () -> operations.networks().resume(request.getReference()));
    }

    @Override
    public void rotateNetwork(RotateNetworkRequest request, StreamObserver<RotateNetworkResponse> observer) {
        answer(observer, () -> operations.networks().rotate(request));
    }

    @Override
    public void invite(InviteRequest request, StreamObserver<InvitationDetail> observer) {
        answer(observer, () -> operations.invitations().invite(request));
    }

    @Override
    public void listInvitations(NetworkReference request, StreamObserver<ListInvitationsResponse> observer) {
        answer(
                observer,
                () -> ListInvitationsResponse.newBuilder()
                        .addAllInvitations(operations.invitations().list(request.getReference()))
                        .build());
    }

    @Override
    public void revokeInvitation(InvitationReference request, StreamObserver<InvitationDetail> observer) {
        answer(observer, () -> operations.invitations().revoke(request.getReference()));
    }

    @Override
    public void listPeers(ListPeersRequest request, StreamObserver<ListPeersResponse> observer) {
        answer(
                observer,
                () -> ListPeersResponse.newBuilder()
                        .addAllPeers(operations.networks().peers(request.getNetwork()))
                        .build());
    }

    @Override
    public void listReputations(ListReputationsRequest request, StreamObserver<ListReputationsResponse> observer) {
        answer(
                observer,
                () -> ListReputationsResponse.newBuilder()
                        .addAllReputations(operations.reputations(request.getPeer()))
                        .build());
    }

    @Override
    public void submit(LocalSubmitRequest request, StreamObserver<LocalSubmitResponse> observer) {
        answer(observer, () -> operations.submit(request));
    }

    @Override
    public void cancelJob(JobReference request, StreamObserver<JobSummary> observer) {
        answer(observer, () -> operations.cancel(request.getJob()));
    }

    @Override
    public void listJobs(ListJobsRequest request, StreamObserver<ListJobsResponse> observer) {
        int limit = request.getLimit() == 0 ? DEFAULT_JOBS : Math.clamp(request.getLimit(), 1, MAX_JOBS);
        answer(
                observer,
                () -> ListJobsResponse.newBuilder()
                        .addAllJobs(request.getLent() ? operations.lentJobs(limit) : operations.jobs(limit))
                        .build());
    }

    @Override
    public void showJob(JobReference request, StreamObserver<JobSummary> observer) {
        answer(observer, () -> operations.job(request.getJob()));
    }

    @Override
    public void pauseLentJob(JobReference request, StreamObserver<JobSummary> observer) {
        answer(observer, () -> operations.pauseLentJob(request.getJob()));
    }

    @Override
    public void resumeLentJob(JobReference request, StreamObserver<JobSummary> observer) {
        answer(observer, () -> operations.resumeLentJob(request.getJob()));
    }

    @Override
    public void followJob(FollowJobRequest request, StreamObserver<JobEvent> observer) {
        ServerCallStreamObserver<JobEvent> call = (ServerCallStreamObserver<JobEvent>) observer;
        EventStream stream = new EventStream(call);
        // A thread of its own: gRPC delivers "ready" and "cancelled" only after this method has returned.
        Future<?> follower = threads.submit(() -> {
            try {
                operations.follow(request, stream);
                observer.onCompleted();
            } catch (InterruptedException e) {
                log.debug("nobody follows job {} here any more", request.getJob());
            } catch (RuntimeException e) {
                observer.onError(failure(e));
            }
        });
        call.setOnCancelHandler(() -> follower.cancel(true));
    }

    private static <T> void answer(StreamObserver<T> observer, Supplier<T> operation) {
        T result;
        try {
            result = operation.get();
        } catch (RuntimeException e) {
            observer.onError(failure(e));
            return;
        }
        observer.onNext(result);
        observer.onCompleted();
    }

    private static StatusRuntimeException failure(RuntimeException failure) {
        if (failure instanceof OmertaException expected) {
            return LocalErrors.toStatus(expected);
        }
        String id = HexFormat.of().toHexDigits(ThreadLocalRandom.current().nextInt());
        log.error("fault {}", id, failure);
        return LocalErrors.toStatus(new OmertaException(
                ErrorCode.INTERNAL,
                "could not do that: a fault of omertad's own, noted in its log under " + id,
                "omertad status",
                failure));
    }
}
