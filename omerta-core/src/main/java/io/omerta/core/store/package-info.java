/**
 * What has to outlive the daemon: the list of jobs, what happened to each, and what that says about peers.
 *
 * <p>Entry: {@link io.omerta.core.store.JobStore} (SQLite, {@code omerta.db}) and {@link io.omerta.core.store.EventLog} (one
 * file per job). Failures of the disk are {@link java.io.UncheckedIOException}, a full disk is its subclass
 * {@link io.omerta.core.file.DiskFullException}. An event log is
 *
 * <pre>
 * "OMEVLOG1" | frame *
 *
 *  0               4                8
 * +----------------+----------------+----------------~
 * | length N       | CRC-32C        | record, N bytes
 * +----------------+----------------+----------------~
 * </pre>
 *
 * Numbers are big endian; the CRC (RFC 3720, appendix B.4) is over the 4 bytes of the length and the record. The first
 * record has number 1. What a crash left of a last frame is cut off when the log is opened.
 *
 * <p>Must not know the wire nor who runs a job.
 */
@NullMarked
package io.omerta.core.store;

import org.jspecify.annotations.NullMarked;
