/**
 * The commands about jobs: submitting one, following it, and what there is to know about it later.
 *
 * <p>Entry: {@link io.omerta.cli.job.SubmitCommand} and {@link io.omerta.cli.job.RunCommand}; both make a request of their
 * options and give it to {@link io.omerta.cli.job.JobRun}. {@link io.omerta.cli.job.JobReader} writes what a job writes,
 * and {@link io.omerta.cli.job.Ending} turns its end into words and an exit code. Must not know how a job is run.
 */
@NullMarked
package io.omerta.cli.job;

import org.jspecify.annotations.NullMarked;
