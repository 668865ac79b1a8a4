/**
 * What members of a network tell each other about the network itself.
 *
 * <p>Entry: {@link io.omerta.network.membership.KeyKeeper}, which rotates keys, follows rotations and hands them on;
 * {@link io.omerta.network.membership.InvitationService} and {@link io.omerta.network.membership.InvitationRedemption}, the
 * two sides of an invitation; {@link io.omerta.network.membership.BootstrapChecks}, which finds out why a network that was just
 * joined is silent. Must not know jobs.
 */
@NullMarked
package io.omerta.network.membership;

import org.jspecify.annotations.NullMarked;
