/**
 * What this machine makes of a peer: a score from 0 to 100, computed from nothing but what this machine itself saw of it, as a
 * provider of its own jobs and as the requester of those that it ran. Values only; no I/O and no clock.
 *
 * <p>Entry: {@link io.omerta.core.reputation.Reputation}, and {@link io.omerta.core.reputation.Judgement}, which says what the
 * end of a job counts. Must not know where observations are kept, nor who asks.
 */
@NullMarked
package io.omerta.core.reputation;

import org.jspecify.annotations.NullMarked;
