package io.omerta.cli.network;

import io.omerta.cli.session.ClientCommand;
import io.omerta.cli.session.NetworkLabels;
import io.omerta.cli.session.ResourcesView;
import io.omerta.cli.session.Session;
import io.omerta.console.Console;
import io.omerta.console.Figures;
import io.omerta.console.Json;
import io.omerta.console.Table;
import io.omerta.core.job.ImageDigest;
import io.omerta.proto.local.Peer;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code omerta peers}. */
@Command(name = "peers", description = "List the peers of the networks that this machine is in.")
public final class PeersCommand extends ClientCommand {
    @Option(names = "--network", paramLabel = "NAME", description = "Only those of this network.")
    String network = "";

    @Override
    protected int run(Session session) {
        Console console = session.console();
        List<Peer> peers = session.daemon().peers(network);
        if (console.json()) {
            console.print(Json.document()
                    .putObjects("peers", peers.stream().map(PeersCommand::json).toList()));
            return 0;
        }
        if (peers.isEmpty()) {
            console.notice("no other peer is known yet");
        }
        Table table = new Table("PEER", "STATE", "LENDS", "FREE", "DISK", "SEEN", "NETWORK");
        NetworkLabels labels = new NetworkLabels();
        peers.forEach(peer -> labels.add(peer.getNetworkId(), peer.getNetworkName()));
        for (Peer peer : peers) {
            table.row(
                    peer.getName(),
                    peer.getUp() ? "up" : "down",
                    peer.getLending() ? ResourcesView.text(peer.getCapacity()) : "nothing",
                    peer.getLending() && peer.getUp() ? ResourcesView.text(peer.getAvailable()) : "-",
                    peer.getLending() && peer.getUp() ? ResourcesView.disk(peer.getAvailable()) : "-",
                    ago(peer.getLastSeenUnixMs(), session.shell().clock()),
                    labels.of(peer.getNetworkId(), peer.getNetworkName()));
        }
        console.print(table);
        peers.stream().filter(Peer::getLending).forEach(peer -> console.detail(abilities(peer)));
        return 0;
    }

    private static String abilities(Peer peer) {
        List<String> images = peer.getImagesList().stream()
                .map(ImageDigest::new)
                .map(ImageDigest::shortText)
                .toList();
        return peer.getName() + " knows " + String.join(", ", peer.getLanguagesList()) + "; images "
                + String.join(", ", images);
    }

    private static String ago(long unixMilliseconds, Clock clock) {
        if (unixMilliseconds == 0) {
            return "never";
        }
        return Figures.age(Duration.ofMillis(Math.max(0, clock.millis() - unixMilliseconds)));
    }

    private static Json json(Peer peer) {
        return Json.object()
                .put("peer_id", peer.getPeerId())
                .put("name", peer.getName())
                .put("network_id", peer.getNetworkId())
                .put("network_name", peer.getNetworkName())
                .put("up", peer.getUp())
                .put("lending", peer.getLending())
                .put("capacity", ResourcesView.json(peer.getCapacity()))
                .put("available", ResourcesView.json(peer.getAvailable()))
                .putStrings("languages", peer.getLanguagesList())
                .putStrings("images", peer.getImagesList())
                .putStrings("endpoints", peer.getEndpointsList())
                .put("version", peer.getVersion())
                .putTime("last_seen_at", peer.getLastSeenUnixMs())
                .put("latency_ms", peer.getLatencyUs() / 1000);
    }
}
