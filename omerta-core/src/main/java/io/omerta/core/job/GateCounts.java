package io.omerta.core.job;

/**
 * What the frame gate of a job's VM counted. Together with a {@link RogueConnection} these are the frames before it.
 *
 * @param datagramsOut of the tunnel, let through from the VM
 * @param datagramsIn of the tunnel, handed to the VM
 * @param questions for the gateway's MAC address, answered by the gate itself
 * @param droppedOut acceptable frames of the VM, beyond what it may send in a second
 * @param droppedIn datagrams from the requester's side that were none of a tunnel, or that the VM did not take
 */
public record GateCounts(long datagramsOut, long datagramsIn, long questions, long droppedOut, long droppedIn) {
    public static final GateCounts NOTHING = new GateCounts(0, 0, 0, 0, 0);

    public GateCounts {
        if ((datagramsOut | datagramsIn | questions | droppedOut | droppedIn) < 0) {
            throw new IllegalArgumentException("gate counts: below zero");
        }
    }

    /** How many frames the VM sent that were as they should be. */
    public long framesOut() {
        return datagramsOut + questions + droppedOut;
    }
}
