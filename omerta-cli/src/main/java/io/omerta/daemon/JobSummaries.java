package io.omerta.daemon;

import io.omerta.core.identity.PeerId;
import io.omerta.core.store.JobRecord;
import io.omerta.network.message.JobEndMessages;
import io.omerta.proto.job.JobState;
import io.omerta.proto.local.JobSummary;
import java.time.Instant;

/** A job of the local user as the local API shows it. */
final class JobSummaries {
    private JobSummaries() {}

    static JobSummary of(JobRecord job, String shortId) {
        JobSummary.Builder summary = JobSummary.newBuilder()
                .setJobId(job.id().toString())
                .setShortId(shortId)
                .setWhat(job.what())
                .setDescription(job.description())
                .setState(JobState.valueOf("JOB_STATE_" + job.state().name()))
                .setNetworkId(job.network().hex())
                .setNetworkName(job.networkName())
                .setProviderPeerId(job.provider().map(PeerId::text).orElse(""))
                .setProviderName(job.provider().map(id -> id.name().text()).orElse(""))
                .setSubmittedUnixMs(job.submittedAt().toEpochMilli())
                .setStartedUnixMs(job.startedAt().map(Instant::toEpochMilli).orElse(0L))
                .setEndedUnixMs(job.endedAt().map(Instant::toEpochMilli).orElse(0L))
                .setResources(PeerViews.resources(job.resources()))
                .addAllConsidered(job.considered());
        job.end().map(JobEndMessages::toProto).ifPresent(summary::setEnd);
        return summary.build();
    }
}
