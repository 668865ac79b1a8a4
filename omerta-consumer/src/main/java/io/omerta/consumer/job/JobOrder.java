package io.omerta.consumer.job;

import io.omerta.consumer.policy.VpnPolicy;
import io.omerta.core.job.JobId;
import io.omerta.core.job.JobSpec;
import io.omerta.core.network.NetworkId;
import io.omerta.network.wireguard.quick.ClientConfiguration;
import java.util.Optional;

/**
 * What was submitted.
 *
 * @param server of WireGuard, elsewhere, in place of the hub; then the policy allows nothing
 */
record JobOrder(
        JobId id,
        JobSpec spec,
        NetworkId network,
        VpnPolicy policy,
        Optional<ClientConfiguration> server,
        boolean detached) {}
