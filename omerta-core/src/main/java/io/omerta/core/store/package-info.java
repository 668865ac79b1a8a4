/**
 * What has to outlive the daemon: the list of jobs, and what happened to each.
 *
 * <p>Entry: {@link io.omerta.core.store.JobStore} (SQLite) and {@link io.omerta.core.store.EventLog}. Must not know the wire
 * nor who runs a job.
 */
@NullMarked
package io.omerta.core.store;

import org.jspecify.annotations.NullMarked;
