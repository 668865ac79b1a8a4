package io.omerta.consumer.placement;

import io.omerta.core.identity.PeerId;
import io.omerta.core.job.ImageDigest;
import io.omerta.core.job.Resources;
import io.omerta.core.network.Endpoint;
import java.util.List;
import java.util.Set;

/**
 * What a peer of the job's network says of itself.
 *
 * @param own this very machine
 * @param up it was heard of lately
 * @param lending it takes jobs of others at all
 * @param capacity what it lends at most
 * @param available what is free there now
 * @param languages of scripts that it can run
 * @param images that it has
 * @param queuedJobs that wait there
 * @param endpoints where it can be reached, best first
 */
public record ProviderOffer(
        PeerId peer,
        boolean own,
        boolean up,
        boolean lending,
        Resources capacity,
        Resources available,
        Set<String> languages,
        Set<ImageDigest> images,
        int queuedJobs,
        List<Endpoint> endpoints) {
    public ProviderOffer {
        languages = Set.copyOf(languages);
        images = Set.copyOf(images);
        endpoints = List.copyOf(endpoints);
    }

    /** What people call it. */
    public String name() {
        return own ? "this machine" : peer.name().text();
    }
}
