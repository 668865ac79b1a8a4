package io.omerta.provider.execution;

import io.omerta.core.job.JobId;
import io.omerta.core.job.JobSpec;
import io.omerta.core.job.Resources;
import io.omerta.vm.agent.VpnSettings;
import io.omerta.vm.image.GuestImage;
import java.net.InetSocketAddress;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * An accepted job with everything that its VM is made from.
 *
 * @param vpn empty if its guest knows it already
 * @param server of WireGuard, if it is not the requester's hub
 * @param kept where it is while the daemon is down
 * @param job has up to 16 MiB of program: asked for when it is needed, so that those who wait cost no memory
 */
public record JobOrder(
        JobId id,
        Resources resources,
        JobLimits limits,
        Optional<VpnSettings> vpn,
        Optional<InetSocketAddress> server,
        GuestImage image,
        SuspendedFiles kept,
        Supplier<JobSpec> job) {}
