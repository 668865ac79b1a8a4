package io.omerta.cli.network;

import io.omerta.cli.session.ClientCommand;
import io.omerta.cli.session.Session;
import io.omerta.console.Console;
import io.omerta.console.Figures;
import io.omerta.console.Json;
import io.omerta.console.Printable;
import io.omerta.proto.local.NetworkDetail;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

@Command(
        name = "resume",
        description = {"Take part again in a network that was paused."})
final class ResumeCommand extends ClientCommand {
    @Parameters(paramLabel = "NAME", description = "Its name, its id, or the beginning of its id.")
    String name = "";

    @Override
    protected int run(Session session) {
        Console console = session.console();
        NetworkDetail network = session.daemon().resumeNetwork(name);
        if (console.json()) {
            console.print(NetworkJson.fill(Json.document(), network));
            return 0;
        }
        console.print("takes part in \"" + Printable.line(network.getName()) + "\": "
                + Figures.count(network.getPeers(), "other peer") + ", " + network.getPeersUp() + " up so far");
        return 0;
    }
}
