package io.omerta.core.error;

import java.util.Objects;

/**
 * A failure that a person is told about. The message is one line, "could not ‹verb› ‹object›: ‹reason›"; the hint is a
 * command that works when pasted or a short step, empty when there is none.
 */
public final class OmertaException extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final ErrorCode code;
    private final String hint;

    public OmertaException(ErrorCode code, String message, String hint) {
        super(message);
        this.code = Objects.requireNonNull(code, "code");
        this.hint = Objects.requireNonNull(hint, "hint");
    }

    public OmertaException(ErrorCode code, String message, String hint, Throwable cause) {
        super(message, cause);
        this.code = Objects.requireNonNull(code, "code");
        this.hint = Objects.requireNonNull(hint, "hint");
    }

    public ErrorCode code() {
        return code;
    }

    public String hint() {
        return hint;
    }
}
