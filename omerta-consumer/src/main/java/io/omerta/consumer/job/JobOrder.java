package io.omerta.consumer.job;

import io.omerta.consumer.policy.VpnPolicy;
import io.omerta.core.job.JobId;
import io.omerta.core.job.JobSpec;
import io.omerta.core.network.NetworkId;

/** What was submitted. */
record JobOrder(JobId id, JobSpec spec, NetworkId network, VpnPolicy policy, boolean detached) {}
