package io.omerta.local;

import com.google.protobuf.InvalidProtocolBufferException;
import io.grpc.Metadata;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.omerta.core.error.ErrorCode;
import io.omerta.core.error.OmertaException;
import io.omerta.proto.local.LocalError;
import org.jspecify.annotations.Nullable;

/** {@link OmertaException} as a gRPC status with a {@link LocalError} in its trailer, and back. */
final class LocalErrors {
    /** Of a message or hint: all of it has to fit into the 8 KiB that HTTP/2 headers may have. */
    private static final int MAX_TEXT = 1_200;

    private LocalErrors() {}

    static StatusRuntimeException toStatus(OmertaException failure) {
        String message = bounded(String.valueOf(failure.getMessage()));
        LocalError error = LocalError.newBuilder()
                .setCode(failure.code().name())
                .setMessage(message)
                .setHint(bounded(failure.hint()))
                .build();
        Metadata trailers = new Metadata();
        trailers.put(LocalProtocol.ERROR_TRAILER, error.toByteArray());
        return status(failure.code()).withDescription(message).asRuntimeException(trailers);
    }

    static OmertaException fromStatus(StatusRuntimeException failure, String socket) {
        LocalError error = trailer(failure);
        if (error != null) {
            return new OmertaException(code(error.getCode()), error.getMessage(), error.getHint(), failure);
        }
        Status status = failure.getStatus();
        return switch (status.getCode()) {
            case UNAVAILABLE, CANCELLED -> unreachable("nobody answers at " + socket, failure);
            case FAILED_PRECONDITION, UNIMPLEMENTED -> otherVersion("another version", failure);
            case DEADLINE_EXCEEDED ->
                new OmertaException(
                        ErrorCode.TIMED_OUT,
                        "could not get an answer from omertad: it did not answer in time",
                        "omertad status",
                        failure);
            default ->
                new OmertaException(
                        ErrorCode.INTERNAL,
                        "could not talk to omertad: " + status.getCode() + " " + status.getDescription(),
                        "omertad stop && omertad start",
                        failure);
        };
    }

    static OmertaException unreachable(String reason, @Nullable Throwable cause) {
        String message = "omertad is not running (" + reason + ")";
        return cause == null
                ? new OmertaException(ErrorCode.DAEMON_UNREACHABLE, message, "omertad start")
                : new OmertaException(ErrorCode.DAEMON_UNREACHABLE, message, "omertad start", cause);
    }

    static OmertaException otherVersion(String theirs, @Nullable Throwable cause) {
        String message = "could not talk to omertad: it speaks " + theirs
                + " of the local protocol, this omerta version " + LocalProtocol.VERSION;
        String hint = "omertad stop && omertad start";
        return cause == null
                ? new OmertaException(ErrorCode.DAEMON_VERSION, message, hint)
                : new OmertaException(ErrorCode.DAEMON_VERSION, message, hint, cause);
    }

    private static Status status(ErrorCode code) {
        return switch (code) {
            case INVALID_INPUT, AMBIGUOUS -> Status.INVALID_ARGUMENT;
            case NOT_FOUND -> Status.NOT_FOUND;
            case ALREADY_EXISTS -> Status.ALREADY_EXISTS;
            case NOT_PERMITTED -> Status.PERMISSION_DENIED;
            case DAEMON_VERSION, CORRUPT_FILE, MISSING_PREREQUISITE, IN_USE -> Status.FAILED_PRECONDITION;
            case DAEMON_UNREACHABLE, PEER_UNREACHABLE -> Status.UNAVAILABLE;
            case NO_PROVIDER, EXHAUSTED -> Status.RESOURCE_EXHAUSTED;
            case TIMED_OUT -> Status.DEADLINE_EXCEEDED;
            case INTERNAL -> Status.INTERNAL;
        };
    }

    private static ErrorCode code(String name) {
        for (ErrorCode code : ErrorCode.values()) {
            if (code.name().equals(name)) {
                return code;
            }
        }
        // Of a newer daemon: its message still says what went wrong.
        return ErrorCode.INTERNAL;
    }

    private static @Nullable LocalError trailer(StatusRuntimeException failure) {
        Metadata trailers = failure.getTrailers();
        byte[] bytes = trailers == null ? null : trailers.get(LocalProtocol.ERROR_TRAILER);
        if (bytes == null) {
            return null;
        }
        try {
            return LocalError.parseFrom(bytes);
        } catch (InvalidProtocolBufferException e) {
            return null;
        }
    }

    private static String bounded(String text) {
        return text.length() <= MAX_TEXT ? text : text.substring(0, MAX_TEXT) + "…";
    }
}
