package io.omerta.daemon;

import io.omerta.core.config.OmertaHome;
import io.omerta.core.error.ErrorCode;
import io.omerta.core.error.OmertaException;
import io.omerta.local.LocalClient;
import io.omerta.proto.local.StatusResponse;
import java.util.Optional;

/** Asks whether a daemon answers in a home. */
final class RunningDaemon {
    private RunningDaemon() {}

    static Optional<StatusResponse> find(OmertaHome home) {
        try (LocalClient client = LocalClient.connect(home.socket())) {
            return Optional.of(client.status());
        } catch (OmertaException e) {
            if (e.code() == ErrorCode.DAEMON_UNREACHABLE) {
                return Optional.empty();
            }
            throw e;
        }
    }
}
