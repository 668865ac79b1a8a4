/**
 * A Kademlia overlay: finds the nodes nearest to a point of a space of 256 bits, and what they keep there.
 *
 * <p>Entry: {@link io.omerta.network.dht.DhtNode}, which does no I/O; {@code io.omerta.network.dht.socket} runs it on UDP. Must
 * not know what the records are, networks, or who uses it.
 */
@NullMarked
package io.omerta.network.dht;

import org.jspecify.annotations.NullMarked;
