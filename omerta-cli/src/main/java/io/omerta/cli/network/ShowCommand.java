package io.omerta.cli.network;

import io.omerta.cli.session.ClientCommand;
import io.omerta.cli.session.Session;
import io.omerta.console.Console;
import io.omerta.console.Json;
import io.omerta.console.Printable;
import io.omerta.core.identity.PeerId;
import io.omerta.core.network.JoinLink;
import io.omerta.proto.local.NetworkDetail;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(name = "show", description = "Show a network, with the key that others join with.")
final class ShowCommand extends ClientCommand {
    @Parameters(paramLabel = "NAME", description = "Its name, its id, or the beginning of its id.")
    String name = "";

    @Option(names = "--qr", description = "Draw the key as a QR code instead; whoever sees it can join.")
    boolean qr;

    @Option(
            names = "--qr-png",
            paramLabel = "FILE",
            description = "Write the key as a QR code into a new file, readable by you alone.")
    @Nullable
    String png;

    @Override
    protected int run(Session session) {
        Console console = session.console();
        if (qr && console.json()) {
            throw usageError("--qr draws for people; --qr-png goes with --json");
        }
        NetworkDetail network = session.daemon().network(name);
        if (png != null) {
            new QrOutput(console)
                    .write(JoinLink.parse(network.getJoinKey()), session.shell().resolve(png));
        }
        if (qr) {
            new QrOutput(console).draw(JoinLink.parse(network.getJoinKey()), network.getName());
            return 0;
        }
        if (console.json()) {
            console.print(NetworkJson.fill(Json.document(), network));
            return 0;
        }
        console.print("name       " + Printable.line(network.getName()));
        console.print("id         " + network.getId());
        console.print("role       " + (network.getCreator() ? "creator" : "member"));
        console.print("created    " + Instant.ofEpochMilli(network.getCreatedUnixMs()));
        if (network.getRotatedUnixMs() != 0) {
            console.print("rotated    " + Instant.ofEpochMilli(network.getRotatedUnixMs()) + " by "
                    + new PeerId(network.getRotatedBy()).name());
        }
        if (network.getGraceEndsUnixMs() != 0) {
            console.print("old key    dead from " + Instant.ofEpochMilli(network.getGraceEndsUnixMs()));
        }
        console.print("peers      "
                + (network.getPaused()
                        ? "paused on this machine"
                        : network.getPeers() + " (" + network.getPeersUp() + " up)"));
        for (String peer : network.getBootstrapPeersList()) {
            console.print("bootstrap  " + Printable.line(peer));
        }
        console.print("key        " + network.getJoinKey());
        ClockNotice.print(console, network);
        return 0;
    }
}
