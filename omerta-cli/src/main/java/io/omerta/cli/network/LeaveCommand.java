package io.omerta.cli.network;

import io.omerta.cli.session.ClientCommand;
import io.omerta.cli.session.Session;
import io.omerta.console.Console;
import io.omerta.console.Json;
import io.omerta.proto.local.LeaveNetworkResponse;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

@Command(name = "leave", description = "Leave a network; to come back, its key is needed again.")
final class LeaveCommand extends ClientCommand {
    @Parameters(paramLabel = "NAME", description = "Its name, its id, or the beginning of its id.")
    String name = "";

    @Override
    protected int run(Session session) {
        Console console = session.console();
        LeaveNetworkResponse left = session.daemon().leaveNetwork(name);
        if (console.json()) {
            console.print(Json.document().put("id", left.getId()).put("name", left.getName()));
        } else {
            console.print("left \"" + left.getName() + "\"");
        }
        return 0;
    }
}
