package io.omerta.local;

import io.grpc.Metadata;
import io.omerta.core.job.Program;
import io.omerta.proto.local.StatusResponse;

/** What both ends of the local API agree on. */
public final class LocalProtocol {
    /** Raised by one when an older {@code omerta} could no longer understand the daemon, or the other way round. */
    public static final int VERSION = 1;

    static final Metadata.Key<String> VERSION_HEADER =
            Metadata.Key.of("omerta-local-protocol", Metadata.ASCII_STRING_MARSHALLER);

    static final Metadata.Key<byte[]> ERROR_TRAILER =
            Metadata.Key.of("omerta-error-bin", Metadata.BINARY_BYTE_MARSHALLER);

    /** The largest program, and room for its arguments, environment and description. */
    static final int MAX_MESSAGE_BYTES = Program.MAX_SOURCE_BYTES + (4 << 20);

    private LocalProtocol() {}

    /** @throws io.omerta.core.error.OmertaException {@code DAEMON_VERSION} unless the daemon speaks what we speak */
    public static StatusResponse requireSame(StatusResponse daemon) {
        if (daemon.getProtocol() != VERSION) {
            throw LocalErrors.otherVersion("version " + daemon.getProtocol(), null);
        }
        return daemon;
    }
}
