/**
 * A guest's TCP connections as plain blocking streams, one virtual thread each: services of this process are written like any
 * server, without a port that others on this machine could connect to. Bounded buffers both ways: a slow service slows the guest.
 *
 * <p>Entry: {@link io.omerta.consumer.stream.StreamService}. Must not know what is served.
 */
@NullMarked
package io.omerta.consumer.stream;

import org.jspecify.annotations.NullMarked;
