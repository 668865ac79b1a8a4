/**
 * The conversation with the agent inside a virtual machine, in Java's own types.
 *
 * <p>Entry: {@link io.omerta.vm.agent.AgentChannel}. What is said is described in {@code proto/…/agent.proto}; on the
 * socket each message goes behind its length:
 *
 * <pre>
 *  0                   1                   2                   3
 *  0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
 * +---------------------------------------------------------------+
 * | length in bytes (BE): 1 to 256 Ki from, to 24 Mi to the guest |
 * +---------------------------------------------------------------+
 * |            protobuf message FromGuest or ToGuest ...          |
 * +---------------------------------------------------------------+
 * </pre>
 *
 * <p>Every byte from the guest is hostile: reading is total, bounded and paced, and what does not fit the conversation
 * becomes {@link io.omerta.vm.agent.AgentEvent.GuestMisbehaved}, never an exception. Must not know hypervisors, nor what a
 * job's events are made into.
 */
@NullMarked
package io.omerta.vm.agent;

import org.jspecify.annotations.NullMarked;
