package io.omerta.consumer.job;

import com.google.protobuf.ByteString;
import io.grpc.StatusException;
import io.grpc.stub.BlockingClientCall;
import io.omerta.consumer.placement.ProviderOffer;
import io.omerta.core.job.JobId;
import io.omerta.core.job.JobSpec;
import io.omerta.core.network.NetworkId;
import io.omerta.network.message.JobIdMessages;
import io.omerta.network.message.JobSpecMessages;
import io.omerta.network.transport.PeerChannel;
import io.omerta.network.transport.SignedSubmits;
import io.omerta.proto.job.JobEvent;
import io.omerta.proto.peer.CancelRequest;
import io.omerta.proto.peer.FollowRequest;
import io.omerta.proto.peer.LendingGrpc;
import io.omerta.proto.peer.RenewRequest;
import io.omerta.proto.peer.SubmitRequest;
import io.omerta.proto.peer.SubmitResponse;
import io.omerta.proto.peer.VpnConfiguration;
import java.time.Duration;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/** One numbered attempt of a job at one provider: the calls that it takes. */
final class ProviderAttempt {
    /** On top of the time for an answer: a slow line carries 16 MiB in about a minute. */
    private static final int UPLOAD_BYTES_PER_SECOND = 256 << 10;

    private final Requester requester;
    private final JobId job;
    private final int number;
    private final ProviderOffer provider;
    private final NetworkId network;
    private final PeerChannel channel;

    ProviderAttempt(Requester requester, JobId job, int number, ProviderOffer provider, NetworkId network) {
        this.requester = requester;
        this.job = job;
        this.number = number;
        this.provider = provider;
        this.network = requester.directory().current(network);
        this.channel = requester.connections().to(provider.peer(), provider.endpoints(), this.network);
    }

    ProviderOffer provider() {
        return provider;
    }

    PeerChannel channel() {
        return channel;
    }

    Requester requester() {
        return requester;
    }

    JobId job() {
        return job;
    }

    int number() {
        return number;
    }

    /** Asks the provider to take the job. */
    Future<SubmitResponse> submit(JobSpec spec, VpnConfiguration vpn) {
        SubmitRequest request = SubmitRequest.newBuilder()
                .setJobId(JobIdMessages.toProto(job))
                .setAttempt(number)
                .setNetworkId(ByteString.copyFrom(network.toBytes()))
                .setProviderPeerId(provider.peer().text())
                .setJob(JobSpecMessages.toProto(spec))
                .setVpn(vpn)
                .build();
        Duration upload = Duration.ofSeconds(request.getSerializedSize() / UPLOAD_BYTES_PER_SECOND);
        Duration limit = requester.timings().answer().plus(upload);
        return LendingGrpc.newFutureStub(channel)
                .withDeadlineAfter(limit.toMillis(), TimeUnit.MILLISECONDS)
                .submit(SignedSubmits.sign(
                        requester.identity(), request, requester.clock().instant()));
    }

    /** @param fromSequence the provider's number of the first event wanted */
    BlockingClientCall<?, JobEvent> follow(long fromSequence) {
        return LendingGrpc.newBlockingV2Stub(channel)
                .follow(FollowRequest.newBuilder()
                        .setJobId(JobIdMessages.toProto(job))
                        .setAttempt(number)
                        .setFromSequence(fromSequence)
                        .build());
    }

    /** @return false if the provider has no such job */
    boolean renew(long receivedSequence) throws StatusException {
        return answering(requester.timings().answer())
                .renew(RenewRequest.newBuilder()
                        .setJobId(JobIdMessages.toProto(job))
                        .setAttempt(number)
                        .setReceivedSequence(receivedSequence)
                        .build())
                .getKnown();
    }

    void cancel(Duration atMost) throws StatusException {
        answering(atMost)
                .cancel(CancelRequest.newBuilder()
                        .setJobId(JobIdMessages.toProto(job))
                        .setAttempt(number)
                        .build());
    }

    private LendingGrpc.LendingBlockingV2Stub answering(Duration atMost) {
        return LendingGrpc.newBlockingV2Stub(channel).withDeadlineAfter(atMost.toMillis(), TimeUnit.MILLISECONDS);
    }
}
