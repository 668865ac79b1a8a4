package io.omerta.network.transport;

import com.google.protobuf.ByteString;
import io.grpc.Context;
import io.grpc.Contexts;
import io.grpc.Grpc;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.Status;
import io.omerta.core.identity.PeerId;
import io.omerta.proto.peer.InvitationsGrpc;
import io.omerta.proto.peer.LendingGrpc;
import java.net.InetSocketAddress;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Lets only calls of members through, and one method of those who are invited, before any message of theirs is read. Whatever is wrong with a proof, the answer is
 * the same: UNAUTHENTICATED, without a word. Only who has shown the key learns that its clock is off.
 */
final class MembershipInterceptor implements ServerInterceptor {
    private static final String FOR_INVITED = InvitationsGrpc.getRedeemMethod().getFullMethodName();

    private static final String SUBMIT = LendingGrpc.getSubmitMethod().getFullMethodName();

    private final PeerId self;
    private final Memberships memberships;
    private final ReplayGuard replays;
    private final InstantSource time;
    private final CallBudget budget;

    MembershipInterceptor(
            PeerId self, Memberships memberships, ReplayGuard replays, CallBudget budget, InstantSource time) {
        this.self = self;
        this.memberships = memberships;
        this.replays = replays;
        this.budget = budget;
        this.time = time;
    }

    @Override
    public <Q, R> ServerCall.Listener<Q> interceptCall(
            ServerCall<Q, R> call, Metadata headers, ServerCallHandler<Q, R> next) {
        Instant now = time.instant();
        Optional<MembershipClaim> claim = PeerTls.peer(call.getAttributes(), now)
                .flatMap(caller ->
                        claim(headers, caller, call.getMethodDescriptor().getFullMethodName()));
        Optional<Context> context = claim.flatMap(proof -> context(proof, call));
        if (claim.isEmpty() || context.isEmpty()) {
            return refuse(call, Status.UNAUTHENTICATED);
        }
        Optional<Status> refusal = refusal(claim.get(), now);
        if (refusal.isPresent()) {
            return refuse(call, refusal.get());
        }
        PeerId caller = claim.get().caller();
        if (!budget.take(caller)) {
            return refuse(call, Status.RESOURCE_EXHAUSTED.withDescription("too many calls at once"));
        }
        Supplier<ServerCall.Listener<Q>> start = () -> Contexts.interceptCall(context.get(), call, headers, next);
        return budget.releasingAtEnd(caller, start);
    }

    /** That of a member, or of somebody who is invited; empty for anybody else. */
    private Optional<Context> context(MembershipClaim claim, ServerCall<?, ?> call) {
        if (call.getMethodDescriptor().getFullMethodName().equals(FOR_INVITED)) {
            return memberships
                    .invitationOf(claim)
                    .map(invitation -> new InvitedCaller(claim.caller(), invitation).in(Context.current()));
        }
        return memberships
                .networkOf(claim)
                .filter(standing -> !standing.retired() || !isBeginning(call))
                .map(standing -> new Caller(claim.caller(), standing.network(), standing.lineage(), host(call))
                        .in(Context.current()));
    }

    /** With a key that was replaced nothing new is begun. */
    private static boolean isBeginning(ServerCall<?, ?> call) {
        return call.getMethodDescriptor().getFullMethodName().equals(SUBMIT);
    }

    private Optional<MembershipClaim> claim(Metadata headers, PeerId caller, String method) {
        byte[] header = headers.get(MembershipClaim.HEADER);
        return header == null ? Optional.empty() : MembershipClaim.read(header, caller, self, method);
    }

    private Optional<Status> refusal(MembershipClaim claim, Instant now) {
        ByteString requestId = claim.proof().getRequestId();
        long claimed = claim.proof().getUnixTimeMs();
        return switch (replays.admit(claim.caller(), requestId, claimed)) {
            case FRESH -> Optional.empty();
            case STALE -> Optional.of(ClockDifference.status(claimed, now));
            case REPLAYED -> Optional.of(Status.UNAUTHENTICATED);
            case FULL -> Optional.of(Status.RESOURCE_EXHAUSTED.withDescription("too many calls in ten minutes"));
        };
    }

    private static String host(ServerCall<?, ?> call) {
        return call.getAttributes().get(Grpc.TRANSPORT_ATTR_REMOTE_ADDR) instanceof InetSocketAddress address
                        && address.getAddress() != null
                ? address.getAddress().getHostAddress()
                : "";
    }

    private static <Q> ServerCall.Listener<Q> refuse(ServerCall<Q, ?> call, Status status) {
        call.close(status, new Metadata());
        return new ServerCall.Listener<>() {};
    }
}
