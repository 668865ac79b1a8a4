package io.omerta.cli.network;

import io.omerta.cli.session.ClientCommand;
import io.omerta.cli.session.Session;
import io.omerta.console.Console;
import io.omerta.local.LocalClient;
import io.omerta.proto.local.Peer;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code omerta peers}. */
@Command(
        name = "peers",
        description = {
            "List the peers of the networks that this machine is in.",
            "\"direct\": its daemon answers at an address of its own. Which way the tunnel of a job goes, by UDP or"
                    + " through the connection of the two daemons, is another matter: omerta explain JOB",
            "SCORE is its reputation, 0 to 100: omerta reputation PEER"
        })
public final class PeersCommand extends ClientCommand {
    @Option(names = "--network", paramLabel = "NAME", description = "Only those of this network.")
    String network = "";

    @Option(
            names = "--watch",
            description = {
                "Go on until Ctrl-C: on a terminal a new table every 2 s,",
                "elsewhere and with --json one whenever something has changed."
            })
    boolean watch;

    @Override
    protected int run(Session session) {
        Console console = session.console();
        PeersView view = new PeersView(console);
        if (watch) {
            new PeersWatch(console, view, () -> peersNow(session)).run();
            return 0;
        }
        List<Peer> peers = session.daemon().peers(network);
        view.print(peers);
        return 0;
    }

    /** Over a connection of its own: while its thread waits in the kernel, the JVM would take 300 ms to end at Ctrl-C. */
    private List<Peer> peersNow(Session session) {
        try (LocalClient daemon = LocalClient.connect(session.home().socket())) {
            return daemon.peers(network);
        }
    }
}
