/**
 * What a command of {@code omerta} works with: its console, its home and the connection to the daemon.
 *
 * <p>Entry: {@link io.omerta.cli.session.ClientCommand}. Must not know single commands.
 */
@NullMarked
package io.omerta.cli.session;

import org.jspecify.annotations.NullMarked;
