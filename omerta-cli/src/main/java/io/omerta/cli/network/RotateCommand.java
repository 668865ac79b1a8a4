package io.omerta.cli.network;

import io.omerta.cli.session.ClientCommand;
import io.omerta.cli.session.NetworkLabels;
import io.omerta.cli.session.Session;
import io.omerta.cli.session.TimeSpan;
import io.omerta.console.Console;
import io.omerta.console.Figures;
import io.omerta.console.Json;
import io.omerta.console.Printable;
import io.omerta.core.identity.PeerId;
import io.omerta.proto.local.RotateNetworkRequest;
import io.omerta.proto.local.RotateNetworkResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "rotate",
        description = {
            "Give a network that this machine created a new key, for all but those excluded.",
            "Members that are on line have it within seconds, the others when they come back, from whichever member"
                    + " they meet.",
            "Invitations to the network are over; jobs go on."
        })
final class RotateCommand extends ClientCommand {
    @Mixin
    OneNetwork network = new OneNetwork();

    @Option(
            names = "--exclude",
            paramLabel = "PEER",
            description = "Who does not get it: a name, an id, or the beginning of one. May be repeated.")
    List<String> exclude = new ArrayList<>();

    @Option(
            names = "--grace",
            paramLabel = "TIME",
            converter = TimeSpan.class,
            description = "How long members that are off line can still follow: 7d, up to 365d.")
    Duration grace = Duration.ofDays(7);

    @Option(names = "--dry-run", description = "Say who would get the new key, and change nothing.")
    boolean dryRun;

    @Override
    protected int run(Session session) {
        Console console = session.console();
        RotateNetworkResponse rotated = session.daemon()
                .rotateNetwork(RotateNetworkRequest.newBuilder()
                        .setNetwork(network.name)
                        .addAllExclude(exclude)
                        .setGraceMs(grace.toMillis())
                        .setDryRun(dryRun)
                        .build());
        if (console.json()) {
            console.print(NetworkJson.fill(Json.document(), rotated.getNetwork())
                    .putStrings("members", rotated.getMembersList())
                    .putStrings("excluded", rotated.getExcludedList())
                    .put("dry_run", dryRun));
            return 0;
        }
        console.print((dryRun ? "would rotate" : "rotated") + " the key of \""
                + Printable.line(rotated.getNetwork().getName()) + "\" for "
                + Figures.count(rotated.getMembersCount(), "other peer") + named(rotated.getMembersList()));
        if (rotated.getExcludedCount() > 0) {
            console.print(
                    "without " + Figures.count(rotated.getExcludedCount(), "peer") + named(rotated.getExcludedList()));
        }
        if (!dryRun) {
            console.print("the old key is dead from "
                    + Instant.ofEpochMilli(rotated.getNetwork().getGraceEndsUnixMs()));
            console.notice("to see the new one: omerta network show "
                    + NetworkLabels.shortId(rotated.getNetwork().getId()));
        }
        return 0;
    }

    private static String named(List<String> peers) {
        List<String> names =
                peers.stream().map(PeerId::new).map(peer -> peer.name().text()).toList();
        return names.isEmpty() ? "" : ": " + String.join(", ", names);
    }
}
