package io.omerta.network.tcpip.flow;

/** Decides what becomes of each new flow. */
@FunctionalInterface
public interface FlowPolicy {
    /** Called on the network's thread for every new flow; must not block. An exception refuses the flow. */
    Verdict decide(FlowRequest request);
}
