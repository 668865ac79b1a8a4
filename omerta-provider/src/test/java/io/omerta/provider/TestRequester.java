package io.omerta.provider;

import com.google.protobuf.ByteString;
import io.grpc.Context;
import io.omerta.core.identity.Identity;
import io.omerta.core.identity.PeerId;
import io.omerta.core.job.JobId;
import io.omerta.core.network.Network;
import io.omerta.network.transport.DatagramReceiver;
import io.omerta.network.transport.Memberships;
import io.omerta.network.transport.PeerChannel;
import io.omerta.network.transport.PeerConnections;
import io.omerta.network.transport.SignedSubmits;
import io.omerta.network.transport.TunnelStream;
import io.omerta.network.transport.TunnelStreams;
import io.omerta.proto.job.CommandLine;
import io.omerta.proto.job.JobEnd;
import io.omerta.proto.job.JobEvent;
import io.omerta.proto.job.JobSpec;
import io.omerta.proto.job.Resources;
import io.omerta.proto.job.Script;
import io.omerta.proto.peer.CancelRequest;
import io.omerta.proto.peer.FollowRequest;
import io.omerta.proto.peer.LendingGrpc;
import io.omerta.proto.peer.RenewRequest;
import io.omerta.proto.peer.SubmitRequest;
import io.omerta.proto.peer.SubmitResponse;
import io.omerta.proto.peer.VpnConfiguration;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;

/** A member of a network that borrows, over real connections. */
final class TestRequester implements AutoCloseable {
    private static final SecureRandom RANDOM = new SecureRandom();

    private final Identity identity;
    private final TestProvider provider;
    private final Network network;
    private final PeerConnections connections;
    private final List<Context.CancellableContext> followings = new CopyOnWriteArrayList<>();

    TestRequester(TestProvider provider, Network network) {
        this(provider, network, Identity.generate(RANDOM));
    }

    private TestRequester(TestProvider provider, Network network, Identity identity) {
        this.identity = identity;
        this.provider = provider;
        this.network = network;
        connections = new PeerConnections(identity, new Memberships(() -> List.of(network)), InstantSource.system());
    }

    static JobSpec.Builder script(String language, String source) {
        return JobSpec.newBuilder()
                .setScript(Script.newBuilder().setLanguage(language).setSource(ByteString.copyFromUtf8(source)))
                .setResources(Resources.newBuilder()
                        .setCpus(1)
                        .setMemoryBytes(64 << 20)
                        .setDiskBytes(1L << 30));
    }

    static JobSpec.Builder bash() {
        return script("bash", "true");
    }

    static JobSpec.Builder command(String... argv) {
        return bash().setCommandLine(CommandLine.newBuilder().addAllArgv(List.of(argv)));
    }

    /** What {@link #submit} would send, for tests that change it. */
    SubmitRequest.Builder request(JobId id, JobSpec.Builder job) {
        ByteString key = ByteString.copyFrom(new byte[32]);
        return SubmitRequest.newBuilder()
                .setJobId(ByteString.copyFrom(id.toBytes()))
                .setAttempt(1)
                .setNetworkId(ByteString.copyFrom(network.id().toBytes()))
                .setProviderPeerId(provider.id().text())
                .setJob(job)
                .setVpn(VpnConfiguration.newBuilder()
                        .setGuestPrivateKey(key)
                        .setHubPublicKey(key)
                        .setGuestAddress("10.0.0.2")
                        .setHubAddress("10.0.0.1")
                        .setMtu(1408));
    }

    SubmitResponse send(SubmitRequest.Builder request) {
        return stub().submit(SignedSubmits.sign(identity, request.build(), Instant.now()));
    }

    SubmitResponse submit(JobId id, JobSpec.Builder job) {
        return send(request(id, job));
    }

    /** Submits a job that has to be accepted. */
    JobId accepted(JobSpec.Builder job) {
        JobId id = JobId.random(RANDOM);
        SubmitResponse response = submit(id, job);
        if (!response.hasAccepted()) {
            throw new AssertionError("refused: " + response.getRefused().getReason());
        }
        return id;
    }

    /** Live, until the end of the job or of this requester. */
    Iterator<JobEvent> follow(JobId id, long fromSequence) {
        Context.CancellableContext following = Context.current().withCancellation();
        followings.add(following);
        Context before = following.attach();
        try {
            return stub().follow(FollowRequest.newBuilder()
                    .setJobId(ByteString.copyFrom(id.toBytes()))
                    .setAttempt(1)
                    .setFromSequence(fromSequence)
                    .build());
        } finally {
            following.detach(before);
        }
    }

    /** Everything, once it is over. */
    List<JobEvent> events(JobId id) {
        List<JobEvent> events = new ArrayList<>();
        follow(id, 1).forEachRemaining(events::add);
        return events;
    }

    JobEnd end(JobId id) {
        return events(id).getLast().getEnded();
    }

    /** Waits until the job is in that state. */
    void awaitState(JobId id, io.omerta.proto.job.JobState state) {
        Iterator<JobEvent> events = follow(id, 1);
        while (events.hasNext()) {
            if (events.next().getStateChanged().getState() == state) {
                return;
            }
        }
        throw new AssertionError("job " + id + " was never " + state);
    }

    boolean renew(JobId id, long received) {
        return stub().renew(RenewRequest.newBuilder()
                        .setJobId(ByteString.copyFrom(id.toBytes()))
                        .setAttempt(1)
                        .setReceivedSequence(received)
                        .build())
                .getKnown();
    }

    boolean cancel(JobId id) {
        return stub().cancel(CancelRequest.newBuilder()
                        .setJobId(ByteString.copyFrom(id.toBytes()))
                        .setAttempt(1)
                        .build())
                .getKnown();
    }

    TunnelStream tunnel(JobId id, DatagramReceiver receiver) {
        return TunnelStreams.open(channel(), id, 1, receiver);
    }

    PeerId id() {
        return identity.peerId();
    }

    /** The same peer as a member of another network. */
    TestRequester in(Network other) {
        return new TestRequester(provider, other, identity);
    }

    private LendingGrpc.LendingBlockingStub stub() {
        return LendingGrpc.newBlockingStub(channel()).withDeadlineAfter(60, TimeUnit.SECONDS);
    }

    private PeerChannel channel() {
        return connections.to(provider.id(), List.of(provider.endpoint()), network.id());
    }

    @Override
    public void close() {
        // Of one that nobody reads to its end, gRPC keeps what has arrived.
        followings.forEach(following -> following.cancel(null));
        connections.close();
    }
}
