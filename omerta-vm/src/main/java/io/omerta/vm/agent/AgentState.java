package io.omerta.vm.agent;

import io.omerta.core.job.Blob;

/**
 * Where the conversation with the agent of a machine stood whose program runs, so that another channel can go on with it.
 *
 * @param lastSequence of the last output that was received; 0 before the first
 * @param unread the beginning of a message whose rest the guest has not sent yet
 */
public record AgentState(long lastSequence, Blob unread) {
    private static final int MAX_UNREAD_BYTES = AgentChannel.LENGTH_BYTES + AgentChannel.MAX_FROM_GUEST_BYTES;

    public AgentState {
        if (lastSequence < 0) {
            throw new IllegalArgumentException("last sequence: " + lastSequence);
        }
        if (unread.size() >= MAX_UNREAD_BYTES) {
            throw new IllegalArgumentException("unread: " + unread.size() + " bytes are more than a message");
        }
    }
}
