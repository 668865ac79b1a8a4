package io.omerta.consumer.job;

import io.grpc.Status;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import io.omerta.consumer.hub.GuestTunnel;
import io.omerta.consumer.hub.StandInGuest;
import io.omerta.consumer.placement.ProviderOffer;
import io.omerta.core.identity.Identity;
import io.omerta.core.job.Blob;
import io.omerta.core.job.Cause;
import io.omerta.core.job.JobEnd;
import io.omerta.core.job.JobState;
import io.omerta.core.job.ProgramResult;
import io.omerta.core.job.Resources;
import io.omerta.core.job.Usage;
import io.omerta.core.network.Endpoint;
import io.omerta.core.network.Network;
import io.omerta.network.message.InvalidMessageException;
import io.omerta.network.message.JobEventMessages;
import io.omerta.network.transport.Caller;
import io.omerta.network.transport.DatagramReceiver;
import io.omerta.network.transport.Memberships;
import io.omerta.network.transport.PeerServer;
import io.omerta.network.transport.SignedSubmits;
import io.omerta.network.transport.TunnelStream;
import io.omerta.network.transport.TunnelStreams;
import io.omerta.network.wireguard.PresharedKey;
import io.omerta.network.wireguard.PrivateKey;
import io.omerta.network.wireguard.PublicKey;
import io.omerta.proto.job.JobEvent;
import io.omerta.proto.peer.Accepted;
import io.omerta.proto.peer.CancelRequest;
import io.omerta.proto.peer.CancelResponse;
import io.omerta.proto.peer.FollowRequest;
import io.omerta.proto.peer.LendingGrpc;
import io.omerta.proto.peer.Refused;
import io.omerta.proto.peer.RenewRequest;
import io.omerta.proto.peer.RenewResponse;
import io.omerta.proto.peer.Signed;
import io.omerta.proto.peer.SubmitRequest;
import io.omerta.proto.peer.SubmitResponse;
import io.omerta.proto.peer.TunnelMessage;
import io.omerta.proto.peer.VpnConfiguration;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * Stands in for a provider: a real server with real mutual TLS that says what the test has it say. Events are added by the
 * test, and told to whoever follows.
 */
final class ScriptedProvider extends LendingGrpc.LendingImplBase implements AutoCloseable {
    final Identity identity = Identity.generate(new SecureRandom());
    final BlockingQueue<SubmitRequest> submitted = new LinkedBlockingQueue<>();
    final BlockingQueue<CancelRequest> cancelled = new LinkedBlockingQueue<>();
    final AtomicLong acknowledged = new AtomicLong();
    final AtomicInteger renewals = new AtomicInteger();
    final AtomicInteger follows = new AtomicInteger();
    final List<StandInGuest> guests = new CopyOnWriteArrayList<>();

    private final Network network;
    private final SignedSubmits submits = new SignedSubmits(identity.peerId(), InstantSource.system());
    private final Object lock = new Object();
    private final List<JobEvent> events = new ArrayList<>();
    private final List<Thread> followers = new CopyOnWriteArrayList<>();
    private final List<TunnelStream> tunnels = new CopyOnWriteArrayList<>();
    private @Nullable PeerServer server;
    private int port;
    private volatile Optional<String> refusal = Optional.empty();
    private volatile boolean silent;
    private volatile boolean forgetful;
    private volatile boolean endsWhenCancelled = true;
    private volatile Cause causeOfCancel = Cause.CANCELLED;

    ScriptedProvider(Network network) {
        this.network = network;
        serve();
    }

    /** Listens; at the same port as before, if it did. */
    void serve() {
        InetSocketAddress address = new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), port);
        server = PeerServer.start(
                identity,
                new Memberships(() -> List.of(network)),
                List.of(address),
                List.of(this),
                InstantSource.system());
        port = server.port();
    }

    void vanish() {
        if (server != null) {
            server.close();
            server = null;
        }
    }

    ScriptedProvider refusing(String reason) {
        refusal = Optional.of(reason);
        return this;
    }

    ScriptedProvider silent() {
        silent = true;
        return this;
    }

    ScriptedProvider deafToCancels() {
        endsWhenCancelled = false;
        return this;
    }

    ScriptedProvider callingACancel(Cause otherwise) {
        causeOfCancel = otherwise;
        return this;
    }

    void forgetJobs() {
        forgetful = true;
        breakConnections();
    }

    ProviderOffer offer(int freeCpus) {
        return new ProviderOffer(
                identity.peerId(),
                false,
                true,
                true,
                new Resources(8, 8L << 30, 1L << 30),
                new Resources(freeCpus, 8L << 30, 1L << 30),
                Set.of("bash", "python"),
                Set.of(),
                0,
                List.of(Endpoint.of("127.0.0.1", port)));
    }

    void stateChanged(JobState state) {
        add(new io.omerta.core.job.JobEvent.StateChanged(
                next(), Instant.EPOCH, state, "as scripted", Optional.of("somebody else"), Duration.ofMillis(7)));
    }

    void output(byte[] data, boolean standardError) {
        add(new io.omerta.core.job.JobEvent.Output(next(), Instant.EPOCH, standardError, Blob.copyOf(data)));
    }

    void exit(int code) {
        end(JobState.COMPLETED, Cause.PROGRAM_ENDED, Optional.of(new ProgramResult.ExitCode(code)));
    }

    void end(JobState state, Cause cause, Optional<ProgramResult> result) {
        add(new io.omerta.core.job.JobEvent.Ended(
                next(),
                Instant.EPOCH,
                new JobEnd(state, result, cause, "", "", Usage.NOTHING, Optional.empty(), false)));
    }

    /** Skips a number, as no honest provider does. */
    void leaveGap() {
        synchronized (lock) {
            events.add(events.getLast());
            events.set(
                    events.size() - 1,
                    events.getLast().toBuilder().setSequence(events.size() + 1).build());
        }
    }

    private long next() {
        synchronized (lock) {
            return events.size() + 1L;
        }
    }

    private void add(io.omerta.core.job.JobEvent event) {
        synchronized (lock) {
            events.add(JobEventMessages.toProto(event));
            lock.notifyAll();
        }
    }

    /** Ends all streams; the job goes on. Whoever is followed by then is so again. */
    void breakConnections() {
        List<Thread> broken = List.copyOf(followers);
        followers.removeAll(broken);
        broken.forEach(Thread::interrupt);
        tunnels.forEach(TunnelStream::close);
    }

    /** Somebody follows now. */
    boolean isFollowed() {
        return followers.stream().anyMatch(Thread::isAlive);
    }

    @Override
    public void submit(Signed signed, StreamObserver<SubmitResponse> response) {
        SubmitRequest request;
        try {
            request = submits.verify(signed, Caller.current());
        } catch (InvalidMessageException e) {
            response.onError(e.toStatus());
            return;
        }
        submitted.add(request);
        if (silent) {
            return;
        }
        SubmitResponse.Builder answer = SubmitResponse.newBuilder();
        refusal.ifPresentOrElse(
                reason -> answer.setRefused(Refused.newBuilder().setReason(reason)),
                () -> answer.setAccepted(Accepted.getDefaultInstance()));
        response.onNext(answer.build());
        response.onCompleted();
    }

    @Override
    public void follow(FollowRequest request, StreamObserver<JobEvent> response) {
        follows.incrementAndGet();
        if (forgetful) {
            response.onError(Status.NOT_FOUND.asRuntimeException());
            return;
        }
        var call = (ServerCallStreamObserver<JobEvent>) response;
        Thread teller = Thread.ofVirtual().unstarted(() -> tell(request.getFromSequence(), call));
        call.setOnCancelHandler(teller::interrupt);
        followers.add(teller);
        teller.start();
    }

    private void tell(long from, ServerCallStreamObserver<JobEvent> call) {
        try {
            for (long sequence = from; ; sequence++) {
                JobEvent event = await(sequence);
                call.onNext(event);
                if (event.hasEnded()) {
                    call.onCompleted();
                    return;
                }
            }
        } catch (InterruptedException e) {
            if (!call.isCancelled()) {
                call.onError(Status.UNAVAILABLE.asRuntimeException());
            }
        }
    }

    private JobEvent await(long sequence) throws InterruptedException {
        synchronized (lock) {
            while (events.size() < sequence) {
                lock.wait();
            }
            return events.get((int) sequence - 1);
        }
    }

    @Override
    public void renew(RenewRequest request, StreamObserver<RenewResponse> response) {
        renewals.incrementAndGet();
        acknowledged.accumulateAndGet(request.getReceivedSequence(), Math::max);
        response.onNext(RenewResponse.newBuilder().setKnown(!forgetful).build());
        response.onCompleted();
    }

    @Override
    public void cancel(CancelRequest request, StreamObserver<CancelResponse> response) {
        cancelled.add(request);
        response.onNext(CancelResponse.newBuilder().setKnown(true).build());
        response.onCompleted();
        if (endsWhenCancelled) {
            end(JobState.CANCELLED, causeOfCancel, Optional.of(new ProgramResult.Signal(15)));
        }
    }

    @Override
    public StreamObserver<TunnelMessage> tunnel(StreamObserver<TunnelMessage> responses) {
        return TunnelStreams.serve(responses, (job, attempt, stream) -> {
            tunnels.add(stream);
            StandInGuest guest = new StandInGuest(tunnel(submitted.element().getVpn()), stream::send);
            guests.add(guest);
            return new DatagramReceiver() {
                @Override
                public void onDatagram(byte[] datagram) {
                    guest.receive(datagram);
                }

                @Override
                public void onClosed(Status status) {
                    guest.close();
                }
            };
        });
    }

    private static GuestTunnel tunnel(VpnConfiguration vpn) {
        return new GuestTunnel(
                PrivateKey.ofBytes(vpn.getGuestPrivateKey().toByteArray()),
                PublicKey.ofBytes(vpn.getHubPublicKey().toByteArray()),
                PresharedKey.ofBytes(vpn.getPresharedKey().toByteArray()),
                vpn.getGuestAddress(),
                vpn.getHubAddress(),
                vpn.getMtu());
    }

    @Override
    public void close() {
        breakConnections();
        vanish();
        guests.forEach(StandInGuest::close);
    }
}
