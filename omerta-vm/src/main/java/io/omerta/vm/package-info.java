/**
 * Virtual machines as the rest of Omerta sees them: what a hypervisor can do, what a machine is asked to be, and the life
 * of one machine.
 *
 * <p>Entry: {@link io.omerta.vm.Hypervisor}. A machine has exactly two ways to the outside, both served by this process:
 * the {@linkplain io.omerta.vm.agent.AgentChannel agent channel} and the {@linkplain io.omerta.vm.frame.FrameChannel frame
 * channel}. When this process ends, both close, and the guest powers off.
 *
 * <p>Must not know any particular hypervisor (they live in sibling packages named after them), nor peers, jobs' states or
 * the policy of a network.
 */
@NullMarked
package io.omerta.vm;

import org.jspecify.annotations.NullMarked;
