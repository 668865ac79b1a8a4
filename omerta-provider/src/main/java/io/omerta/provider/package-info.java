/**
 * Lending this machine to other members of its networks.
 *
 * <p>Entry class: {@link io.omerta.provider.Provider}. It composes {@link io.omerta.provider.LendingService}, what peers can
 * call; the desk, which admits jobs, keeps the queue and knows whose job is whose; and one {@link
 * io.omerta.provider.execution.JobExecution} for each job that has not ended. Must not know how requesters choose a provider,
 * nor what they do with the tunnel.
 *
 * <p>What is kept of a job in {@code lent/<id>/} is deleted when the requester has acknowledged its end, or a day after it.
 */
@NullMarked
package io.omerta.provider;

import org.jspecify.annotations.NullMarked;
