/**
 * What a job's VM may reach through its requester: nothing but what the requester names. A VM gets neither the requester's
 * loopback nor a network that the requester is in by accident: not by a rule for half the internet, and not by a name that
 * turns out to be an address in there.
 *
 * <p>Entry: {@link io.omerta.consumer.policy.VpnPolicy}, which is asked by way of {@link io.omerta.consumer.policy.Outside}. Must
 * not know packets, flows, DNS messages or files; never asks a resolver.
 */
@NullMarked
package io.omerta.consumer.policy;

import org.jspecify.annotations.NullMarked;
