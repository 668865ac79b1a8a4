package io.omerta.daemon;

import io.omerta.cli.session.ClientCommand;
import io.omerta.cli.session.Session;
import io.omerta.console.Console;
import io.omerta.core.config.Configuration;
import io.omerta.core.error.ErrorCode;
import io.omerta.core.error.OmertaException;
import io.omerta.proto.local.StatusResponse;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
        name = "start",
        description = {"Start the daemon in the background.", "Returns when it answers, or says why it does not."})
final class StartCommand extends ClientCommand {
    @Option(
            names = "--port",
            paramLabel = "N",
            description = "TCP port for peers (default: what config.json says, or 50051).")
    @Nullable
    Integer port;

    @Option(names = "--foreground", description = "Stay in the foreground, and log to standard error too.")
    boolean foreground;

    /** Given by {@link BackgroundStart} to the process that it starts. */
    @Option(names = "--report", hidden = true)
    boolean report;

    @Override
    protected int run(Session session) {
        if (report) {
            return new DaemonProcess(session).runReporting(port);
        }
        session.home().prepare();
        // Read here too: what is wrong with it is better said by the one who is looked at.
        Configuration.load(session.home().configuration());
        Optional<StatusResponse> running = RunningDaemon.find(session.home());
        if (running.isPresent()) {
            return runsAlready(session.console(), running.get());
        }
        if (foreground) {
            return new DaemonProcess(session).run(port);
        }
        StartReport.Ready ready = new BackgroundStart(session).start(port);
        session.console()
                .print("omertad is running (pid " + ready.pid() + ", port " + ready.port()
                        + "); stop it: omertad stop; log: " + session.home().log());
        return 0;
    }

    private int runsAlready(Console console, StatusResponse running) {
        if (port != null && port != 0 && port != running.getPort()) {
            throw new OmertaException(
                    ErrorCode.IN_USE,
                    "could not start omertad on port " + port + ": one is running already (pid " + running.getPid()
                            + ", port " + running.getPort() + ")",
                    "omertad stop && omertad start --port " + port);
        }
        console.print("omertad is running already (pid " + running.getPid() + ", port " + running.getPort() + ")");
        return 0;
    }
}
