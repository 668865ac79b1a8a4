package io.omerta.network.transport;

import io.grpc.Context;
import io.omerta.core.identity.PeerId;
import io.omerta.core.network.InvitationId;

/** Who makes the call that is being served, where it is not a member but has proven to know an invitation. */
public record InvitedCaller(PeerId peerId, InvitationId invitation) {
    private static final Context.Key<InvitedCaller> KEY = Context.key("omerta-invited-caller");

    /**
     * As {@link Caller#current}.
     *
     * @throws IllegalStateException outside a call of somebody who is invited
     */
    public static InvitedCaller current() {
        InvitedCaller caller = KEY.get();
        if (caller == null) {
            throw new IllegalStateException("not within a call of somebody who is invited");
        }
        return caller;
    }

    /** A context in which this one is {@link #current}; for tests of services, too. */
    public Context in(Context context) {
        return context.withValue(KEY, this);
    }
}
