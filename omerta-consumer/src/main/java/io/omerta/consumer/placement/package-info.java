/**
 * Which provider a job is offered to, in which order, and why not to the others. A pure function of what is known of the
 * peers; no I/O, clock or randomness.
 *
 * <p>Entry: {@link io.omerta.consumer.placement.Placement}. Must not know how peers are found or asked.
 */
@NullMarked
package io.omerta.consumer.placement;

import org.jspecify.annotations.NullMarked;
