package io.omerta.provider.execution;

import io.omerta.core.job.JobId;
import io.omerta.core.job.JobSpec;
import io.omerta.vm.agent.VpnSettings;
import io.omerta.vm.image.GuestImage;

/** An accepted job with everything that its VM is made from. */
public record JobOrder(JobId id, JobSpec job, JobLimits limits, VpnSettings vpn, GuestImage image) {}
