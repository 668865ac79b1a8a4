package io.omerta.daemon;

import io.omerta.local.DaemonOperations;
import io.omerta.proto.local.FollowJobRequest;
import io.omerta.proto.local.JobSummary;
import io.omerta.proto.local.LocalSubmitRequest;
import io.omerta.proto.local.LocalSubmitResponse;
import io.omerta.proto.local.PeerReputation;
import io.omerta.proto.local.StatusResponse;
import java.util.List;

/** What the daemon does for the local user. */
record LocalOperations(
        StatusReport report,
        NetworkOperations networks,
        InvitationOperations invitations,
        JobOperations jobOperations,
        LentJobOperations lentJobOperations,
        ReputationOperations reputationOperations,
        Runnable stopper)
        implements DaemonOperations {
    @Override
    public StatusResponse status() {
        return report.now();
    }

    @Override
    public void stop() {
        stopper.run();
    }

    @Override
    public List<PeerReputation> reputations(String peer) {
        return reputationOperations.list(peer);
    }

    @Override
    public LocalSubmitResponse submit(LocalSubmitRequest request) {
        return jobOperations.submit(request);
    }

    @Override
    public void follow(FollowJobRequest request, EventSink sink) throws InterruptedException {
        jobOperations.follow(request, sink);
    }

    @Override
    public JobSummary cancel(String job) {
        return jobOperations.cancel(job);
    }

    @Override
    public List<JobSummary> jobs(int limit) {
        return jobOperations.list(limit);
    }

    @Override
    public JobSummary job(String job) {
        return jobOperations.show(job);
    }

    @Override
    public List<JobSummary> lentJobs(int limit) {
        return lentJobOperations.list(limit);
    }

    @Override
    public JobSummary pauseLentJob(String job) {
        return lentJobOperations.pause(job);
    }

    @Override
    public JobSummary resumeLentJob(String job) {
        return lentJobOperations.resume(job);
    }
}
