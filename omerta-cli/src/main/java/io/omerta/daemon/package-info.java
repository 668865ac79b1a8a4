/**
 * The {@code omertad} command, and the daemon itself.
 *
 * <p>Entry: {@link io.omerta.daemon.Daemon} says what a daemon consists of: read it first. {@link io.omerta.daemon.Omertad}
 * is the command: it starts the daemon in the background, stops it and asks how it is. {@code LocalOperations} is what the
 * daemon does for the local user. Must not know {@code io.omerta.cli}'s commands.
 */
@NullMarked
package io.omerta.daemon;

import org.jspecify.annotations.NullMarked;
