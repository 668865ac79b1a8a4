package io.omerta.network.transport;

import io.omerta.core.error.ErrorCode;
import io.omerta.core.error.OmertaException;
import java.io.IOException;
import java.net.BindException;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** Says why a port cannot be listened on, and what to do. */
public final class BindFailure {
    private static final int FIRST_FREE_FOR_ALL = 1_024;
    private static final int DEFAULT_PORT = 50_051;

    private BindFailure() {}

    public static OmertaException of(List<InetSocketAddress> addresses, IOException failure) {
        int port = addresses.getFirst().getPort();
        String reason = reason(failure);
        if (reason.contains("in use")) {
            return new OmertaException(
                    ErrorCode.IN_USE,
                    "could not listen on port " + port + ": another program uses it",
                    "omertad start --port " + next(port),
                    failure);
        }
        if (reason.contains("permission denied")) {
            return new OmertaException(
                    ErrorCode.NOT_PERMITTED,
                    "could not listen on port " + port + ": not allowed to this user",
                    "omertad start --port " + (port < FIRST_FREE_FOR_ALL ? DEFAULT_PORT : next(port)),
                    failure);
        }
        return new OmertaException(
                ErrorCode.INVALID_INPUT,
                "could not listen on " + names(addresses) + ": " + reason,
                "omerta config set bind 0.0.0.0",
                failure);
    }

    private static String reason(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof BindException && cause.getMessage() != null) {
                return cause.getMessage().toLowerCase(Locale.ROOT);
            }
        }
        return String.valueOf(failure.getMessage()).toLowerCase(Locale.ROOT);
    }

    private static String names(List<InetSocketAddress> addresses) {
        return addresses.stream()
                .map(address -> address.getHostString() + ":" + address.getPort())
                .collect(Collectors.joining(", "));
    }

    private static int next(int port) {
        return port < 65_535 ? port + 1 : DEFAULT_PORT;
    }
}
