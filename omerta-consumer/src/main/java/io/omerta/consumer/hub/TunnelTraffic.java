package io.omerta.consumer.hub;

/**
 * What went through a job's tunnel so far: datagrams of WireGuard, without the headers around them.
 *
 * @param bytesFromGuest taken in
 * @param bytesToGuest sent, whether or not they arrived
 * @param dropped datagrams from the guest that did not fit into the queue
 */
public record TunnelTraffic(long bytesFromGuest, long bytesToGuest, long dropped) {}
