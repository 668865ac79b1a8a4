package io.omerta.cli.session;

import io.netty.util.internal.logging.InternalLoggerFactory;
import io.netty.util.internal.logging.JdkLoggerFactory;
import java.util.logging.LogManager;

/** What libraries log. */
public final class LibraryLogs {
    private LibraryLogs() {}

    /** It is not for the user of a command, and a logging framework takes long to start. */
    public static void silence() {
        InternalLoggerFactory.setDefaultFactory(JdkLoggerFactory.INSTANCE);
        LogManager.getLogManager().reset();
    }
}
