package io.omerta.local;

import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.StatusRuntimeException;
import io.grpc.netty.NettyChannelBuilder;
import io.grpc.stub.MetadataUtils;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioDomainSocketChannel;
import io.netty.util.concurrent.DefaultThreadFactory;
import io.omerta.core.error.ErrorCode;
import io.omerta.core.error.OmertaException;
import io.omerta.core.job.JobEvent;
import io.omerta.network.message.InvalidMessageException;
import io.omerta.network.message.JobEventMessages;
import io.omerta.proto.local.CreateNetworkRequest;
import io.omerta.proto.local.FollowJobRequest;
import io.omerta.proto.local.InvitationDetail;
import io.omerta.proto.local.InvitationReference;
import io.omerta.proto.local.InviteRequest;
import io.omerta.proto.local.JobReference;
import io.omerta.proto.local.JobSummary;
import io.omerta.proto.local.JoinNetworkRequest;
import io.omerta.proto.local.LeaveNetworkResponse;
import io.omerta.proto.local.ListJobsRequest;
import io.omerta.proto.local.ListNetworksRequest;
import io.omerta.proto.local.ListPeersRequest;
import io.omerta.proto.local.ListReputationsRequest;
import io.omerta.proto.local.LocalGrpc;
import io.omerta.proto.local.LocalSubmitRequest;
import io.omerta.proto.local.LocalSubmitResponse;
import io.omerta.proto.local.NetworkDetail;
import io.omerta.proto.local.NetworkReference;
import io.omerta.proto.local.Peer;
import io.omerta.proto.local.PeerReputation;
import io.omerta.proto.local.RenameNetworkRequest;
import io.omerta.proto.local.RotateNetworkRequest;
import io.omerta.proto.local.RotateNetworkResponse;
import io.omerta.proto.local.StatusRequest;
import io.omerta.proto.local.StatusResponse;
import io.omerta.proto.local.StopRequest;
import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * Talks to the daemon. Every call blocks and ends, when it fails, in an {@link OmertaException} that can be shown as it
 * is. May be used from several threads; {@link #close} breaks off what is going on.
 */
public final class LocalClient implements AutoCloseable {
    /** Nothing that the daemon does within a call takes longer, but asking peers of a network that was just joined. */
    private static final Duration DEADLINE = Duration.ofSeconds(20);

    private static final String SOCKET_MODE = "rw-------";

    private final Path socket;
    private final EventLoopGroup loop;
    private final ManagedChannel channel;
    private final LocalGrpc.LocalBlockingStub stub;

    private LocalClient(Path socket, int version) {
        this.socket = socket;
        this.loop = new MultiThreadIoEventLoopGroup(
                1, new DefaultThreadFactory("omertad-connection", true), NioIoHandler.newFactory());
        this.channel = NettyChannelBuilder.forAddress(UnixDomainSocketAddress.of(socket))
                .channelType(NioDomainSocketChannel.class, UnixDomainSocketAddress.class)
                .eventLoopGroup(loop)
                // gRPC sets it, and a Unix socket does not know it.
                .withOption(ChannelOption.SO_KEEPALIVE, null)
                .overrideAuthority("omertad")
                .usePlaintext()
                .directExecutor()
                .disableRetry()
                .maxInboundMessageSize(LocalProtocol.MAX_MESSAGE_BYTES)
                .build();
        Metadata headers = new Metadata();
        headers.put(LocalProtocol.VERSION_HEADER, Integer.toString(version));
        this.stub =
                LocalGrpc.newBlockingStub(channel).withInterceptors(MetadataUtils.newAttachHeadersInterceptor(headers));
    }

    /** @throws OmertaException when there is no socket, or one that others could use too */
    public static LocalClient connect(Path socket) {
        return connect(socket, LocalProtocol.VERSION);
    }

    static LocalClient connect(Path socket, int version) {
        if (!Files.exists(socket, LinkOption.NOFOLLOW_LINKS)) {
            throw LocalErrors.unreachable("no socket at " + socket, null);
        }
        try {
            String mode =
                    PosixFilePermissions.toString(Files.getPosixFilePermissions(socket, LinkOption.NOFOLLOW_LINKS));
            if (!mode.equals(SOCKET_MODE)) {
                throw new OmertaException(
                        ErrorCode.NOT_PERMITTED,
                        "could not talk to omertad: others may use " + socket + " too (" + mode + ")",
                        "chmod 600 " + socket);
            }
        } catch (IOException e) {
            throw LocalErrors.unreachable("no socket at " + socket, e);
        }
        return new LocalClient(socket, version);
    }

    /** Of a daemon of whatever version. */
    public StatusResponse status() {
        return call(local -> local.status(StatusRequest.getDefaultInstance()));
    }

    /**
     * Asks the daemon to stop; works with one of whatever version.
     *
     * @return its process id
     */
    public long stop() {
        return call(local -> local.stop(StopRequest.getDefaultInstance())).getPid();
    }

    public NetworkDetail createNetwork(String name) {
        return call(local -> local.createNetwork(
                CreateNetworkRequest.newBuilder().setName(name).build()));
    }

    public NetworkDetail joinNetwork(String joinKey) {
        return call(local -> local.joinNetwork(
                JoinNetworkRequest.newBuilder().setKey(joinKey).build()));
    }

    public List<NetworkDetail> networks() {
        return call(local -> local.listNetworks(ListNetworksRequest.getDefaultInstance()))
                .getNetworksList();
    }

    public NetworkDetail network(String reference) {
        return call(local -> local.showNetwork(reference(reference)));
    }

    public LeaveNetworkResponse leaveNetwork(String reference) {
        return call(local -> local.leaveNetwork(reference(reference)));
    }

    /** @param name known to this machine only */
    public NetworkDetail renameNetwork(String reference, String name) {
        return call(local -> local.renameNetwork(RenameNetworkRequest.newBuilder()
                .setReference(reference)
                .setName(name)
                .build()));
    }

    public NetworkDetail pauseNetwork(String reference) {
        return call(local -> local.pauseNetwork(reference(reference)));
    }

    public NetworkDetail resumeNetwork(String reference) {
        return call(local -> local.resumeNetwork(reference(reference)));
    }

    public RotateNetworkResponse rotateNetwork(RotateNetworkRequest request) {
        return call(local -> local.rotateNetwork(request));
    }

    public InvitationDetail invite(InviteRequest request) {
        return call(local -> local.invite(request));
    }

    /** @param network a reference, or empty for all */
    public List<InvitationDetail> invitations(String network) {
        return call(local -> local.listInvitations(reference(network))).getInvitationsList();
    }

    /** @param invitation the beginning of its id */
    public InvitationDetail revokeInvitation(String invitation) {
        return call(local -> local.revokeInvitation(
                InvitationReference.newBuilder().setReference(invitation).build()));
    }

    /** @param network a reference, or empty for all */
    public List<Peer> peers(String network) {
        return call(local -> local.listPeers(
                        ListPeersRequest.newBuilder().setNetwork(network).build()))
                .getPeersList();
    }

    /**
     * The best first.
     *
     * @param peer an id, the beginning of one, or a name; empty for all
     */
    public List<PeerReputation> reputations(String peer) {
        return call(local -> local.listReputations(
                        ListReputationsRequest.newBuilder().setPeer(peer).build()))
                .getReputationsList();
    }

    public LocalSubmitResponse submit(LocalSubmitRequest request) {
        return call(local -> local.submit(request));
    }

    public JobSummary cancel(String job) {
        return call(local -> local.cancelJob(job(job)));
    }

    /**
     * Newest first.
     *
     * @param limit 0 for the daemon's own
     */
    public List<JobSummary> jobs(int limit) {
        return call(local -> local.listJobs(
                        ListJobsRequest.newBuilder().setLimit(limit).build()))
                .getJobsList();
    }

    /**
     * Jobs of others on this machine, newest first.
     *
     * @param limit 0 for the daemon's own
     */
    public List<JobSummary> lentJobs(int limit) {
        return call(local -> local.listJobs(ListJobsRequest.newBuilder()
                        .setLimit(limit)
                        .setLent(true)
                        .build()))
                .getJobsList();
    }

    public JobSummary pauseLentJob(String job) {
        return call(local -> local.pauseLentJob(job(job)));
    }

    public JobSummary resumeLentJob(String job) {
        return call(local -> local.resumeLentJob(job(job)));
    }

    public JobSummary show(String job) {
        return call(local -> local.showJob(job(job)));
    }

    /** Gives each event to {@code reader}, in order, and returns after the last. */
    public void follow(FollowJobRequest request, Consumer<JobEvent> reader) {
        try {
            Iterator<io.omerta.proto.job.JobEvent> events = stub.followJob(request);
            while (events.hasNext()) {
                reader.accept(JobEventMessages.fromProto(events.next()));
            }
        } catch (StatusRuntimeException e) {
            throw LocalErrors.fromStatus(e, socket.toString());
        } catch (InvalidMessageException e) {
            throw LocalErrors.otherVersion("another version", e);
        }
    }

    @Override
    public void close() {
        channel.shutdownNow();
        var _ = loop.shutdownGracefully(0, 1, TimeUnit.SECONDS);
    }

    private <T> T call(Function<LocalGrpc.LocalBlockingStub, T> method) {
        try {
            return method.apply(stub.withDeadlineAfter(DEADLINE));
        } catch (StatusRuntimeException e) {
            throw LocalErrors.fromStatus(e, socket.toString());
        }
    }

    private static NetworkReference reference(String reference) {
        return NetworkReference.newBuilder().setReference(reference).build();
    }

    private static JobReference job(String job) {
        return JobReference.newBuilder().setJob(job).build();
    }
}
