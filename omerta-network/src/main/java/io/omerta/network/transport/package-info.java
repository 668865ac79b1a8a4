/**
 * How peers talk: gRPC over mutual TLS 1.3, for members of a network only.
 *
 * <p>Must not know jobs beyond their ids, VMs, or how peers find each other.
 */
@NullMarked
package io.omerta.network.transport;

import org.jspecify.annotations.NullMarked;
