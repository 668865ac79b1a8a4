package io.omerta.cli.network;

import io.omerta.cli.session.ClientCommand;
import io.omerta.cli.session.Session;
import io.omerta.console.Console;
import io.omerta.console.Json;
import io.omerta.proto.local.NetworkDetail;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
        name = "create",
        description = {
            "Create a network.",
            "Prints the key that others join with, and nothing else, on standard output."
        })
final class CreateCommand extends ClientCommand {
    @Option(names = "--name", required = true, paramLabel = "NAME", description = "What its members call it.")
    String name = "";

    @Override
    protected int run(Session session) {
        Console console = session.console();
        NetworkDetail network = session.daemon().createNetwork(name);
        if (console.json()) {
            console.print(NetworkJson.fill(Json.document(), network));
            return 0;
        }
        console.notice("network \"" + network.getName()
                + "\" created; whoever has this key is a member, so hand it to people you trust:");
        console.print(network.getJoinKey());
        return 0;
    }
}
