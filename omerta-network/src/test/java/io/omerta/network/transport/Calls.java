package io.omerta.network.transport;

import io.grpc.Status;
import io.grpc.StatusException;

/** A call and what came of it. */
interface Calls {
    void make() throws StatusException;

    static Status status(Calls call) {
        try {
            call.make();
            return Status.OK;
        } catch (StatusException e) {
            return e.getStatus();
        }
    }
}
