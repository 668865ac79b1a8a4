package io.omerta.network.discovery;

import io.omerta.core.identity.PeerId;
import io.omerta.core.network.Network;
import io.omerta.network.message.InvalidMessageException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What discovery writes to the log. */
final class DiscoveryLog {
    private static final Logger LOG = LoggerFactory.getLogger("omerta.discovery");

    private DiscoveryLog() {}

    static void refused(Network network, PeerId from, InvalidMessageException why) {
        LOG.debug("network {}: refused an announcement that {} passed on: {}", network.id(), from, why.getMessage());
    }

    static void failed(Target target, Throwable why) {
        LOG.debug("{} did not answer: {}", target, why.toString());
    }

    static void farewellCut(Exception why) {
        LOG.debug("not everybody could be told that this machine leaves: {}", why.toString());
    }

    static void closedMeanwhile(Exception why) {
        LOG.debug("nobody is asked any more: {}", why.toString());
    }

    static void broken(Throwable why) {
        LOG.error("discovery: a step failed", why);
    }
}
