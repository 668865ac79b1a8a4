/**
 * What members of a network tell each other about the network itself.
 *
 * <p>Entry: {@link io.omerta.network.membership.MembershipService}, which answers others, and
 * {@link io.omerta.network.membership.BootstrapChecks}, which finds out why a network that was just joined is silent. Must not
 * know jobs.
 */
@NullMarked
package io.omerta.network.membership;

import org.jspecify.annotations.NullMarked;
