package io.omerta.daemon;

import io.omerta.consumer.job.Standing;
import io.omerta.core.identity.PeerId;
import io.omerta.core.job.PathCounts;
import io.omerta.core.store.JobRecord;
import io.omerta.core.store.LentJobRecord;
import io.omerta.network.message.JobEndMessages;
import io.omerta.network.message.UsageMessages;
import io.omerta.proto.job.JobState;
import io.omerta.proto.local.JobSummary;
import io.omerta.provider.execution.Standstill;
import java.time.Instant;
import java.util.Optional;

/** Jobs as the local API shows them. */
final class JobSummaries {
    private JobSummaries() {}

    /** A job of the local user. */
    static JobSummary of(JobRecord job, String shortId, Standing standing, PathCounts paths) {
        JobSummary.Builder summary = JobSummary.newBuilder()
                .setJobId(job.id().toString())
                .setShortId(shortId)
                .setWhat(job.what())
                .setDescription(job.description())
                .setState(state(job.state()))
                .setNetworkId(job.network().hex())
                .setNetworkName(job.networkName())
                .setProviderPeerId(job.provider().map(PeerId::text).orElse(""))
                .setProviderName(job.provider().map(id -> id.name().text()).orElse(""))
                .setSubmittedUnixMs(job.submittedAt().toEpochMilli())
                .setStartedUnixMs(milliseconds(job.startedAt()))
                .setEndedUnixMs(milliseconds(job.endedAt()))
                .setResources(PeerViews.resources(job.resources()))
                .setPaused(standing.paused().isPresent())
                .setPauseReason(standing.paused().orElse(""))
                .setPausedMs(standing.pausedTime().toMillis())
                .addAllConsidered(job.considered());
        job.end()
                .map(JobEndMessages::toProto)
                .ifPresentOrElse(summary::setEnd, () -> summary.setPaths(UsageMessages.toProto(paths)));
        return summary.build();
    }

    /** A job of another on this machine. */
    static JobSummary of(LentJobRecord job, String shortId, String networkName, Optional<Standstill> standstill) {
        Optional<String> paused = standstill.flatMap(Standstill::why);
        JobSummary.Builder summary = JobSummary.newBuilder()
                .setJobId(job.id().toString())
                .setShortId(shortId)
                .setWhat(job.what())
                .setDescription(job.description())
                .setState(state(job.state()))
                .setNetworkId(job.network().hex())
                .setNetworkName(networkName)
                .setRequesterPeerId(job.requester().text())
                .setRequesterName(job.requester().name().text())
                .setSubmittedUnixMs(job.acceptedAt().toEpochMilli())
                .setStartedUnixMs(milliseconds(job.startedAt()))
                .setEndedUnixMs(milliseconds(job.endedAt()))
                .setResources(PeerViews.resources(job.resources()))
                .setPaused(paused.isPresent())
                .setPauseReason(paused.orElse(""))
                .setPausedMs(standstill.map(still -> still.time().toMillis()).orElse(0L));
        job.end().map(JobEndMessages::toProto).ifPresent(summary::setEnd);
        return summary.build();
    }

    private static JobState state(io.omerta.core.job.JobState state) {
        return JobState.valueOf("JOB_STATE_" + state.name());
    }

    private static long milliseconds(Optional<Instant> time) {
        return time.map(Instant::toEpochMilli).orElse(0L);
    }
}
