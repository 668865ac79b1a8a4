/**
 * The local API: what {@code omerta} says to the {@code omertad} of the same user, over a Unix socket.
 *
 * <p>gRPC over the JDK's Unix domain sockets (no native library). The socket has mode 0600 in a folder of mode 0700, and
 * the server believes the kernel about who is on the other end. The messages are described in {@code local.proto}.
 *
 * <p>Entry: {@link io.omerta.local.LocalClient} and {@link io.omerta.local.LocalServer}; what the daemon does is behind
 * {@link io.omerta.local.DaemonOperations}. Must not know how the daemon does it, nor how answers are shown.
 */
@NullMarked
package io.omerta.local;

import org.jspecify.annotations.NullMarked;
