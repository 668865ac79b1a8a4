package io.omerta.network.message;

import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.util.Objects;

/** A message of a peer that cannot be used. Checked, because a peer can send one at any time. */
public final class InvalidMessageException extends Exception {
    private static final long serialVersionUID = 1;

    private final String field;
    private final String reason;

    /**
     * @param field its name in the protocol, for example "resources.cpus"
     * @param reason one clause
     */
    public InvalidMessageException(String field, String reason) {
        super(field + ": " + reason);
        this.field = Objects.requireNonNull(field, "field");
        this.reason = Objects.requireNonNull(reason, "reason");
    }

    public String field() {
        return field;
    }

    public String reason() {
        return reason;
    }

    /** What a service answers: INVALID_ARGUMENT with the field's name and the reason. */
    public StatusRuntimeException toStatus() {
        return Status.INVALID_ARGUMENT.withDescription(getMessage()).asRuntimeException();
    }
}
