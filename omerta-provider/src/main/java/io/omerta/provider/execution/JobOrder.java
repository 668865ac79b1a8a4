package io.omerta.provider.execution;

import io.omerta.core.job.JobId;
import io.omerta.core.job.JobSpec;
import io.omerta.core.job.Resources;
import io.omerta.vm.agent.VpnSettings;
import io.omerta.vm.image.GuestImage;
import java.util.function.Supplier;

/**
 * An accepted job with everything that its VM is made from.
 *
 * @param job has up to 16 MiB of program: asked for when it is needed, so that those who wait cost no memory
 */
public record JobOrder(
        JobId id, Resources resources, JobLimits limits, VpnSettings vpn, GuestImage image, Supplier<JobSpec> job) {}
