package io.omerta.network.transport;

import io.grpc.Status;
import io.omerta.core.error.ErrorCode;
import io.omerta.core.error.OmertaException;
import java.util.Optional;

/** What people are told about a call that failed. */
public final class PeerFailure {
    private PeerFailure() {}

    /**
     * @param doing what could not be done, for example "ask moss-otter to run job abcd"
     * @param failure as thrown by a stub
     */
    public static OmertaException explain(String doing, Throwable failure) {
        Status status = Status.fromThrowable(failure);
        String description = Optional.ofNullable(status.getDescription()).orElse("");
        return switch (status.getCode()) {
            case UNAUTHENTICATED ->
                unreachable(doing, "it does not know this network or this machine", "omerta peers", failure);
            case FAILED_PRECONDITION -> unreachable(doing, description, "timedatectl status", failure);
            case UNAVAILABLE ->
                wrongPeer(failure)
                        .map(wrong -> unreachable(doing, String.valueOf(wrong.getMessage()), "omerta peers", failure))
                        .orElseGet(() -> unreachable(doing, "no connection", "omerta peers", failure));
            case DEADLINE_EXCEEDED ->
                new OmertaException(
                        ErrorCode.TIMED_OUT, "could not " + doing + ": no answer in time", "omerta peers", failure);
            case INVALID_ARGUMENT ->
                new OmertaException(ErrorCode.INVALID_INPUT, "could not " + doing + ": " + description, "", failure);
            default ->
                unreachable(
                        doing,
                        description.isEmpty() ? status.getCode().toString() : description,
                        "omerta peers",
                        failure);
        };
    }

    /** The peer that answered instead of the one that was dialled, if that is why the call failed. */
    public static Optional<WrongPeerException> wrongPeer(Throwable failure) {
        int depth = 0;
        for (Throwable cause = failure; cause != null && depth < 32; cause = cause.getCause()) {
            if (cause instanceof WrongPeerException wrong) {
                return Optional.of(wrong);
            }
            depth++;
        }
        return Optional.empty();
    }

    private static OmertaException unreachable(String doing, String reason, String hint, Throwable failure) {
        return new OmertaException(ErrorCode.PEER_UNREACHABLE, "could not " + doing + ": " + reason, hint, failure);
    }
}
