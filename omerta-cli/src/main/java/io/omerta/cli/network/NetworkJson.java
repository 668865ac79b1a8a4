package io.omerta.cli.network;

import io.omerta.console.Json;
import io.omerta.proto.local.NetworkDetail;

/** A network in JSON. */
final class NetworkJson {
    private NetworkJson() {}

    static Json fill(Json json, NetworkDetail network) {
        return json.put("id", network.getId())
                .put("name", network.getName())
                .put("join_key", network.getJoinKey())
                .putStrings("bootstrap_peers", network.getBootstrapPeersList())
                .putTime("created_at", network.getCreatedUnixMs())
                .put("creator", network.getCreator())
                .put("peers", network.getPeers())
                .put("peers_up", network.getPeersUp())
                .put("paused", network.getPaused())
                .putTime("rotated_at", network.getRotatedUnixMs())
                .putUnlessEmpty("rotated_by", network.getRotatedBy())
                .putTime("grace_ends_at", network.getGraceEndsUnixMs())
                .putUnlessEmpty("clock_problem", network.getClockProblem());
    }
}
