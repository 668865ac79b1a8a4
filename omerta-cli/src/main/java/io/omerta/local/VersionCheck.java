package io.omerta.local;

import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.StatusRuntimeException;
import io.omerta.core.error.ErrorCode;
import io.omerta.core.error.OmertaException;
import io.omerta.proto.local.LocalGrpc;
import java.util.Set;

/** Refuses calls of an {@code omerta} of another version, but for those that find out and put it right. */
final class VersionCheck implements ServerInterceptor {
    private static final Set<String> ALWAYS = Set.of(
            LocalGrpc.getStatusMethod().getFullMethodName(),
            LocalGrpc.getStopMethod().getFullMethodName());

    @Override
    public <Q, R> ServerCall.Listener<Q> interceptCall(
            ServerCall<Q, R> call, Metadata headers, ServerCallHandler<Q, R> next) {
        String theirs = headers.get(LocalProtocol.VERSION_HEADER);
        String ours = Integer.toString(LocalProtocol.VERSION);
        if (ours.equals(theirs) || ALWAYS.contains(call.getMethodDescriptor().getFullMethodName())) {
            return next.startCall(call, headers);
        }
        StatusRuntimeException refusal = LocalErrors.toStatus(new OmertaException(
                ErrorCode.DAEMON_VERSION,
                "could not talk to omertad: it speaks version " + ours + " of the local protocol, this omerta "
                        + (theirs == null ? "none" : "version " + theirs),
                "omertad stop && omertad start"));
        Metadata trailers = refusal.getTrailers();
        call.close(refusal.getStatus(), trailers == null ? new Metadata() : trailers);
        return new ServerCall.Listener<>() {};
    }
}
