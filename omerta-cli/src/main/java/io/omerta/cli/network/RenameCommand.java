package io.omerta.cli.network;

import io.omerta.cli.session.ClientCommand;
import io.omerta.cli.session.Session;
import io.omerta.console.Console;
import io.omerta.console.Json;
import io.omerta.console.Printable;
import io.omerta.proto.local.NetworkDetail;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

@Command(
        name = "rename",
        description = {
            "Give a network another name.",
            "Only this machine knows it by that name: others go on with theirs."
        })
final class RenameCommand extends ClientCommand {
    @Parameters(paramLabel = "NAME", description = "Its name, its id, or the beginning of its id.")
    String name = "";

    @Parameters(paramLabel = "NEW", description = "1 to 100 characters.")
    String other = "";

    @Override
    protected int run(Session session) {
        Console console = session.console();
        NetworkDetail network = session.daemon().renameNetwork(name, other);
        if (console.json()) {
            console.print(NetworkJson.fill(Json.document(), network));
            return 0;
        }
        console.print("renamed to \"" + Printable.line(network.getName()) + "\"");
        return 0;
    }
}
