package io.omerta.local;

import io.omerta.proto.job.JobEvent;
import io.omerta.proto.local.FollowJobRequest;
import io.omerta.proto.local.JobSummary;
import io.omerta.proto.local.LocalSubmitRequest;
import io.omerta.proto.local.LocalSubmitResponse;
import io.omerta.proto.local.PeerReputation;
import io.omerta.proto.local.StatusResponse;
import java.util.List;

/**
 * What the daemon does for the local user, in the words of {@code local.proto}. Called from many threads; each call may
 * block. Every failure that a person should see is an {@link io.omerta.core.error.OmertaException}.
 */
public interface DaemonOperations {
    StatusResponse status();

    /** Begins to stop the daemon and returns at once. */
    void stop();

    DaemonNetworks networks();

    DaemonInvitations invitations();

    /**
     * The best first.
     *
     * @param peer an id, the beginning of one, or a name; empty for all
     */
    List<PeerReputation> reputations(String peer);

    LocalSubmitResponse submit(LocalSubmitRequest request);

    /** Gives every event to {@code sink}, and returns after the last one. */
    void follow(FollowJobRequest request, EventSink sink) throws InterruptedException;

    JobSummary cancel(String job);

    /** Newest first. */
    List<JobSummary> jobs(int limit);

    JobSummary job(String job);

    /** Jobs of others on this machine, newest first. */
    List<JobSummary> lentJobs(int limit);

    /** @param job of others, on this machine */
    JobSummary pauseLentJob(String job);

    /** @param job of others, on this machine */
    JobSummary resumeLentJob(String job);

    /** Takes the events of a job at the speed of its reader. */
    interface EventSink {
        /** @throws InterruptedException when the reader has gone */
        void accept(JobEvent event) throws InterruptedException;
    }
}
