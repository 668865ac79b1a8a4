package io.omerta.daemon;

import io.omerta.cli.session.ClientCommand;
import io.omerta.cli.session.Session;
import io.omerta.cli.session.StatusView;
import io.omerta.console.Console;
import io.omerta.console.Figures;
import io.omerta.proto.local.StatusResponse;
import java.time.Duration;
import picocli.CommandLine.Command;

@Command(name = "status", description = "Say whether the daemon runs, and how.")
final class StatusCommand extends ClientCommand {
    @Override
    protected int run(Session session) {
        Console console = session.console();
        StatusResponse status = session.daemon().status();
        if (!console.json()) {
            long up = session.shell().clock().millis() - status.getStartedUnixMs();
            console.print("omertad " + status.getVersion() + " (pid " + status.getPid() + ", up "
                    + Figures.age(Duration.ofMillis(Math.max(0, up))) + "), port " + status.getPort() + ", files in "
                    + status.getHome());
        }
        new StatusView(console).print(status);
        return 0;
    }
}
