package io.omerta.core.network;

/** Names an invitation without telling its secret: 16 lower-case hex digits. */
public record InvitationId(String hex) {
    static final int BYTES = 8;

    public InvitationId {
        if (!hex.matches("[0-9a-f]{16}")) {
            throw new IllegalArgumentException("invitation id: not 16 lower-case hex digits");
        }
    }

    @Override
    public String toString() {
        return hex;
    }
}
