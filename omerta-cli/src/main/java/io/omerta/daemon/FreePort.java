package io.omerta.daemon;

import io.omerta.core.error.ErrorCode;
import io.omerta.core.error.OmertaException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.OptionalInt;
import java.util.stream.IntStream;

/** Finds another port for somebody whose port is taken, so that the command that is suggested works. */
final class FreePort {
    private static final int TRIED = 100;
    private static final int LAST = 65_535;

    private FreePort() {}

    /** The same failure with a port in its hint that is free now. */
    static OmertaException suggest(OmertaException failure, InetAddress address, int taken) {
        OptionalInt free = after(address, taken);
        if (failure.code() != ErrorCode.IN_USE || free.isEmpty()) {
            return failure;
        }
        String hint = "omertad start --port " + free.getAsInt();
        return new OmertaException(failure.code(), String.valueOf(failure.getMessage()), hint, failure);
    }

    private static OptionalInt after(InetAddress address, int taken) {
        return IntStream.rangeClosed(taken + 1, Math.min(LAST, taken + TRIED))
                .filter(port -> isFree(address, port))
                .findFirst();
    }

    /** Of TCP. */
    static boolean isFree(InetAddress address, int port) {
        try (ServerSocket _ = new ServerSocket(port, 1, address)) {
            return true;
        } catch (IOException e) {
            return false;
        }
    }
}
