package io.omerta.cli.network;

import io.omerta.cli.session.ClientCommand;
import io.omerta.cli.session.NetworkLabels;
import io.omerta.cli.session.Session;
import io.omerta.console.Console;
import io.omerta.console.Figures;
import io.omerta.console.Json;
import io.omerta.console.Table;
import io.omerta.proto.local.NetworkDetail;
import java.util.List;
import picocli.CommandLine.Command;

@Command(name = "list", description = "List the networks that this machine is in.")
final class ListCommand extends ClientCommand {
    @Override
    protected int run(Session session) {
        Console console = session.console();
        List<NetworkDetail> networks = session.daemon().networks();
        if (console.json()) {
            List<Json> objects = networks.stream()
                    .map(network -> NetworkJson.fill(Json.object(), network))
                    .toList();
            console.print(Json.document().putObjects("networks", objects));
            return 0;
        }
        if (networks.isEmpty()) {
            console.notice("this machine is in no network yet: omerta network create --name NAME, or join one");
        }
        Table table = new Table("NETWORK", "ID", "PEERS", "ROLE", "CREATED");
        for (NetworkDetail network : networks) {
            table.row(
                    network.getName(),
                    NetworkLabels.shortId(network.getId()),
                    network.getPaused() ? "paused" : network.getPeers() + " (" + network.getPeersUp() + " up)",
                    network.getCreator() ? "creator" : "member",
                    Figures.time(network.getCreatedUnixMs(), session.shell().clock()));
        }
        console.print(table);
        return 0;
    }
}
