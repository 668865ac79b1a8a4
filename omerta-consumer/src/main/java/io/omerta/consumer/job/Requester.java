package io.omerta.consumer.job;

import io.omerta.consumer.hub.VpnHub;
import io.omerta.core.config.OmertaHome;
import io.omerta.core.identity.Identity;
import io.omerta.core.store.Reputations;
import io.omerta.core.store.RequestedJobs;
import io.omerta.network.path.DirectPaths;
import io.omerta.network.transport.PeerConnections;
import java.time.InstantSource;

/** What submitting jobs takes; each part belongs to whoever made it. */
public record Requester(
        OmertaHome home,
        Identity identity,
        RequestedJobs store,
        Reputations reputations,
        VpnHub hub,
        PeerConnections connections,
        DirectPaths paths,
        ProviderDirectory directory,
        JobTimings timings,
        InstantSource clock) {}
