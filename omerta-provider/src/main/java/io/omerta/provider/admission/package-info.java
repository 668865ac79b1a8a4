/**
 * Whether this machine takes a job at all.
 *
 * <p>Entry class: {@link io.omerta.provider.admission.Admission}, a pure function of the job and of this machine's
 * situation. A refusal is one clause about this provider, which the requester's list of reasons shows after its name. Must not
 * know the wire, nor where the figures of the situation come from.
 */
@NullMarked
package io.omerta.provider.admission;

import org.jspecify.annotations.NullMarked;
