/**
 * Whether the owner of this machine is at it, as far as can be told without privileges and without a window system's
 * libraries.
 *
 * <p>Entry class: {@link io.omerta.provider.owner.OwnerWatch}. No clock of the wall is looked at: what counts is that
 * something has changed since the last look. Must not know jobs.
 */
@NullMarked
package io.omerta.provider.owner;

import org.jspecify.annotations.NullMarked;
