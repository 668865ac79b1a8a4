package io.omerta.cli;

import io.omerta.cli.session.ClientCommand;
import io.omerta.cli.session.Session;
import io.omerta.cli.session.StatusView;
import io.omerta.local.LocalProtocol;
import picocli.CommandLine.Command;

@Command(name = "status", description = "Say what this machine lends and what runs.")
final class StatusCommand extends ClientCommand {
    @Override
    protected int run(Session session) {
        new StatusView(session.console())
                .print(LocalProtocol.requireSame(session.daemon().status()));
        return 0;
    }
}
