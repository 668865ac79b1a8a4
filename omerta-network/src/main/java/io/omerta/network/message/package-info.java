/**
 * Jobs on the wire: {@code omerta/v1/job.proto} to and from the values of {@code io.omerta.core.job}.
 *
 * <p>One class for each noun, each with {@code toProto(value)} and {@code fromProto(message)}; entry classes are
 * {@link io.omerta.network.message.JobSpecMessages} and {@link io.omerta.network.message.JobEventMessages}. Reading is
 * total: whatever a peer sends gives a valid value or an {@link io.omerta.network.message.InvalidMessageException} that
 * names the field. Every text and every blob has a bound. Texts that people read are one line without control
 * characters, in either direction; what is written is cut to the bounds, so that our own messages are always readable.
 *
 * <pre>{@code
 * JobSpec job = JobSpecMessages.fromProto(request.getJob());          // throws InvalidMessageException
 * observer.onNext(JobEventMessages.toProto(event));
 * }</pre>
 *
 * <p>Must not know sockets, peers or networks.
 */
@NullMarked
package io.omerta.network.message;

import org.jspecify.annotations.NullMarked;
