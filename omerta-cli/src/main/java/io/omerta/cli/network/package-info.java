/**
 * {@code omerta network …} and {@code omerta peers}.
 *
 * <p>Entry: {@link io.omerta.cli.network.NetworkCommand}. Must not know jobs.
 */
@NullMarked
package io.omerta.cli.network;

import org.jspecify.annotations.NullMarked;
