/**
 * Who runs when: the ledger of what is lent, and the line of jobs that wait for it.
 *
 * <p>Entry class: {@link io.omerta.provider.queue.JobQueue}. Strictly first come, first served: a small job never overtakes
 * the large one at the head, which would otherwise wait for ever. Pure: no thread, no clock; the caller serialises. Must not
 * know virtual machines, peers or the wire.
 */
@NullMarked
package io.omerta.provider.queue;

import org.jspecify.annotations.NullMarked;
