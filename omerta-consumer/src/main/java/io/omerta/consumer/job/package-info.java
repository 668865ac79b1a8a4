/**
 * The requester's jobs, from submission to the one terminal record: written down, placed, submitted, followed, kept alive by
 * their lease, and handed to whoever follows them here.
 *
 * <p>Entry: {@link io.omerta.consumer.job.JobSubmissions}. One virtual thread drives each job
 * ({@link io.omerta.consumer.job.JobRun}); beside it, while a provider has the job, run its tunnel and the renewal of its
 * lease. What happened lies in the job's event log, with numbers of our own, and outlives the daemon. Must not know the
 * command line nor the local API.
 */
@NullMarked
package io.omerta.consumer.job;

import org.jspecify.annotations.NullMarked;
