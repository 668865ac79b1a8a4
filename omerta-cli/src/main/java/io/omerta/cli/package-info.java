/**
 * The {@code omerta} command.
 *
 * <p>Entry: {@link io.omerta.cli.Omerta}. {@link io.omerta.cli.OmertaCommand} lists the commands; those about jobs and
 * about networks have packages of their own. It is a thin client: everything is done by the daemon, through
 * {@code io.omerta.local}. Must not know the daemon's insides.
 */
@NullMarked
package io.omerta.cli;

import org.jspecify.annotations.NullMarked;
