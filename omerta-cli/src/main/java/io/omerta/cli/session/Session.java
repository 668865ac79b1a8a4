package io.omerta.cli.session;

import io.omerta.console.Console;
import io.omerta.console.Shell;
import io.omerta.core.config.OmertaHome;
import io.omerta.local.LocalClient;
import org.jspecify.annotations.Nullable;

/** One run of a command. Connects to the daemon when first asked to. For one thread. */
public final class Session implements AutoCloseable {
    private final Console console;
    private final OmertaHome home;
    private @Nullable LocalClient client;

    public Session(Console console, OmertaHome home) {
        this.console = console;
        this.home = home;
    }

    public Console console() {
        return console;
    }

    public Shell shell() {
        return console.shell();
    }

    public OmertaHome home() {
        return home;
    }

    /** @throws io.omerta.core.error.OmertaException when the daemon does not run */
    public LocalClient daemon() {
        if (client == null) {
            client = LocalClient.connect(home.socket());
        }
        return client;
    }

    @Override
    public void close() {
        if (client != null) {
            client.close();
        }
    }
}
