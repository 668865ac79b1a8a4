package io.omerta.network.dht;

/** A node and where it is said to be. */
public record Contact(NodeId id, NodeAddress address) {}
