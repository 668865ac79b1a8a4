package io.omerta.cli.network;

import io.omerta.cli.session.ClientCommand;
import io.omerta.cli.session.Session;
import io.omerta.console.Console;
import io.omerta.console.Figures;
import io.omerta.console.Json;
import io.omerta.console.Printable;
import io.omerta.console.Table;
import io.omerta.core.reputation.Reputation;
import io.omerta.proto.local.DeedTally;
import io.omerta.proto.local.PeerReputation;
import java.time.Clock;
import java.util.List;
import java.util.Locale;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code omerta reputation}. */
@Command(
        name = "reputation",
        description = {
            "Say what this machine makes of its peers, from 0 to 100, and why.",
            "Only what it saw itself counts, with jobs there and with theirs here. Everybody starts at 50, and goes"
                    + " back there: good and bad count half after 14 days.",
            "A peer below 25 gets a job only when nobody else can take it."
        })
public final class ReputationCommand extends ClientCommand {
    private static final int SHORT_ID = 8;

    @Parameters(
            arity = "0..1",
            paramLabel = "PEER",
            description = "What counted of this one: a name, an id, or the beginning of one.")
    String peer = "";

    @Override
    protected int run(Session session) {
        Console console = session.console();
        List<PeerReputation> reputations = session.daemon().reputations(peer);
        if (peer.isEmpty()) {
            printAll(console, reputations);
        } else {
            reputations.forEach(one -> print(console, one));
        }
        return 0;
    }

    private static void printAll(Console console, List<PeerReputation> reputations) {
        if (console.json()) {
            console.print(Json.document()
                    .putObjects(
                            "peers",
                            reputations.stream()
                                    .map(one -> fill(Json.object(), one))
                                    .toList()));
            return;
        }
        if (reputations.isEmpty()) {
            console.notice("no other peer is known yet");
        }
        Table table = new Table("PEER", "SCORE", "FOR", "AGAINST", "LAST", "ID");
        for (PeerReputation one : reputations) {
            table.row(
                    one.getName(),
                    Integer.toString(one.getReputation()),
                    sum(one, 1),
                    sum(one, -1),
                    Figures.time(
                            one.getCountedList().stream()
                                    .mapToLong(DeedTally::getLastUnixMs)
                                    .max()
                                    .orElse(0),
                            console.shell().clock()),
                    one.getPeerId()
                            .substring(0, Math.min(SHORT_ID, one.getPeerId().length())));
        }
        console.print(table);
    }

    private static String sum(PeerReputation peer, int sign) {
        double sum = peer.getCountedList().stream()
                .mapToDouble(DeedTally::getPoints)
                .filter(points -> points * sign > 0)
                .sum();
        return sum == 0 ? "-" : points(sum);
    }

    private static String points(double points) {
        return String.format(Locale.ROOT, "%+.1f", points);
    }

    private static void print(Console console, PeerReputation peer) {
        if (console.json()) {
            console.print(fill(Json.document(), peer));
            return;
        }
        String name = Printable.line(peer.getName()) + " (" + peer.getPeerId() + ")";
        console.print(name + ": " + peer.getReputation());
        if (peer.getCountedCount() == 0) {
            console.print("nothing that counts was seen of it: everybody starts there");
            return;
        }
        Clock clock = console.shell().clock();
        Table table = new Table("POINTS", "TIMES", "LAST", "WHAT");
        table.row(points(Reputation.START), "-", "-", "everybody has at the start");
        for (DeedTally deed : peer.getCountedList()) {
            table.row(
                    points(deed.getPoints()),
                    Integer.toString(deed.getTimes()),
                    Figures.time(deed.getLastUnixMs(), clock),
                    deed.getWhat());
        }
        console.print(table);
    }

    private static Json fill(Json json, PeerReputation peer) {
        return json.put("peer_id", peer.getPeerId())
                .put("name", peer.getName())
                .put("reputation", peer.getReputation())
                .putObjects(
                        "counted",
                        peer.getCountedList().stream()
                                .map(ReputationCommand::json)
                                .toList());
    }

    private static Json json(DeedTally deed) {
        return Json.object()
                .put("deed", deed.getDeed())
                .put("role", deed.getRole())
                .put("what", deed.getWhat())
                .put("times", deed.getTimes())
                .putDecimal("points", deed.getPoints())
                .putTime("last_at", deed.getLastUnixMs());
    }
}
