package io.omerta.cli.network;

import io.omerta.cli.session.NetworkLabels;
import io.omerta.cli.session.ResourcesView;
import io.omerta.console.Console;
import io.omerta.console.Figures;
import io.omerta.console.Json;
import io.omerta.console.Table;
import io.omerta.core.job.ImageDigest;
import io.omerta.proto.job.Resources;
import io.omerta.proto.local.Peer;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;

/** Peers as a table, or as one JSON object. */
final class PeersView {
    private static final int MICROSECONDS_IN_A_MILLISECOND = 1_000;

    private static final int GPU_COLUMN = 4;

    private final Console console;

    PeersView(Console console) {
        this.console = console;
    }

    void print(List<Peer> peers) {
        if (console.json()) {
            console.print(Json.document()
                    .putObjects("peers", peers.stream().map(PeersView::json).toList()));
            return;
        }
        if (peers.isEmpty()) {
            console.notice("no other peer is known yet");
        }
        console.print(table(peers));
        peers.forEach(peer -> console.detail(more(peer)));
    }

    private Table table(List<Peer> peers) {
        NetworkLabels labels = new NetworkLabels();
        peers.forEach(peer -> labels.add(peer.getNetworkId(), peer.getNetworkName()));
        boolean gpus = peers.stream().anyMatch(peer -> peer.getCapacity().getGpus() > 0);
        Table table = new Table(columns(gpus, "PEER", "STATE", "LATENCY", "FREE/LENT", "GPU", "SCORE", "NETWORK"));
        for (Peer peer : peers) {
            table.row(columns(
                    gpus,
                    peer.getName(),
                    state(peer, console.shell().clock()),
                    latency(peer),
                    capacity(peer),
                    gpus(peer),
                    Integer.toString(peer.getReputation()),
                    labels.of(peer.getNetworkId(), peer.getNetworkName())));
        }
        return table;
    }

    /** Without the one for graphics cards where nobody lends any: few do, and lines are short. */
    private static String[] columns(boolean gpus, String... all) {
        return IntStream.range(0, all.length)
                .filter(i -> gpus || i != GPU_COLUMN)
                .mapToObj(i -> all[i])
                .toArray(String[]::new);
    }

    private static String gpus(Peer peer) {
        int all = peer.getCapacity().getGpus();
        return all == 0 ? "-" : peer.getUp() ? peer.getAvailable().getGpus() + "/" + all : Integer.toString(all);
    }

    private static String state(Peer peer, Clock clock) {
        if (peer.getUp()) {
            return peer.getPath().isEmpty() ? "up" : "up, " + peer.getPath();
        }
        if (peer.getLastSeenUnixMs() == 0) {
            return "down";
        }
        return "down " + Figures.age(Duration.ofMillis(Math.max(0, clock.millis() - peer.getLastSeenUnixMs())));
    }

    private static String latency(Peer peer) {
        if (!peer.getUp() || peer.getLatencyUs() == 0) {
            return "-";
        }
        double milliseconds = peer.getLatencyUs() / (double) MICROSECONDS_IN_A_MILLISECOND;
        return String.format(Locale.ROOT, milliseconds < 10 ? "%.1f ms" : "%.0f ms", milliseconds);
    }

    /** What is free of what it lends while it is up, else what it lends. */
    private static String capacity(Peer peer) {
        if (!peer.getLending()) {
            return "lends nothing";
        }
        Resources all = peer.getCapacity();
        if (!peer.getUp()) {
            return ResourcesView.text(all);
        }
        Resources free = peer.getAvailable();
        return free.getCpus() + "/" + all.getCpus() + " CPU, " + memory(free, all);
    }

    private static String memory(Resources free, Resources all) {
        String some = Figures.size(free.getMemoryBytes());
        String whole = Figures.size(all.getMemoryBytes());
        String unit = whole.substring(whole.indexOf(' '));
        return (some.endsWith(unit) ? some.substring(0, some.length() - unit.length()) : some) + "/" + whole;
    }

    private static String more(Peer peer) {
        StringBuilder text = new StringBuilder(peer.getName());
        text.append(" (").append(peer.getPeerId()).append(')');
        if (!peer.getPathAddress().isEmpty()) {
            text.append(" at ").append(peer.getPathAddress());
        }
        if (peer.getLending()) {
            List<String> images = peer.getImagesList().stream()
                    .map(ImageDigest::new)
                    .map(ImageDigest::shortText)
                    .toList();
            text.append(": ")
                    .append(ResourcesView.disk(peer.getAvailable()))
                    .append(" of disk; knows ")
                    .append(String.join(", ", peer.getLanguagesList()))
                    .append("; images ")
                    .append(String.join(", ", images));
        }
        return text.toString();
    }

    private static Json json(Peer peer) {
        return Json.object()
                .put("peer_id", peer.getPeerId())
                .put("name", peer.getName())
                .put("network_id", peer.getNetworkId())
                .put("network_name", peer.getNetworkName())
                .put("reputation", peer.getReputation())
                .put("up", peer.getUp())
                .put("lending", peer.getLending())
                .put("capacity", ResourcesView.json(peer.getCapacity()))
                .put("available", ResourcesView.json(peer.getAvailable()))
                .putStrings("languages", peer.getLanguagesList())
                .putStrings("images", peer.getImagesList())
                .putStrings("endpoints", peer.getEndpointsList())
                .put("version", peer.getVersion())
                .putTime("last_seen_at", peer.getLastSeenUnixMs())
                .put("latency_ms", peer.getLatencyUs() / MICROSECONDS_IN_A_MILLISECOND)
                .put("latency_us", peer.getLatencyUs())
                .putUnlessEmpty("path", peer.getPath())
                .putUnlessEmpty("path_address", peer.getPathAddress());
    }
}
