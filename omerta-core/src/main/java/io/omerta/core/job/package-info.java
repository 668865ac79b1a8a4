/**
 * Jobs: what is asked for, the states it goes through, and how it ends. Values only; no I/O.
 *
 * <p>Entry: {@link io.omerta.core.job.JobSpec} and {@link io.omerta.core.job.JobEnd}. Must not know peers, VMs or the wire.
 */
@NullMarked
package io.omerta.core.job;

import org.jspecify.annotations.NullMarked;
