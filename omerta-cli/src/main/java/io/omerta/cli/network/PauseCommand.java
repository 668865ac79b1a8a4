package io.omerta.cli.network;

import io.omerta.cli.session.ClientCommand;
import io.omerta.cli.session.NetworkLabels;
import io.omerta.cli.session.Session;
import io.omerta.console.Console;
import io.omerta.console.Json;
import io.omerta.console.Printable;
import io.omerta.proto.local.NetworkDetail;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

@Command(
        name = "pause",
        description = {
            "Take no part in a network, and stay a member: nothing is announced, answered, lent or borrowed there.",
            "Its jobs end as if this machine had gone, within a minute. Lasts until: omerta network resume NAME"
        })
final class PauseCommand extends ClientCommand {
    @Parameters(paramLabel = "NAME", description = "Its name, its id, or the beginning of its id.")
    String name = "";

    @Override
    protected int run(Session session) {
        Console console = session.console();
        NetworkDetail network = session.daemon().pauseNetwork(name);
        if (console.json()) {
            console.print(NetworkJson.fill(Json.document(), network));
            return 0;
        }
        console.print("paused \"" + Printable.line(network.getName()) + "\"; to take part again: omerta network resume "
                + NetworkLabels.shortId(network.getId()));
        return 0;
    }
}
