/**
 * The one error vocabulary at Omerta's edges.
 *
 * <p>{@link io.omerta.core.error.OmertaException} carries an {@link io.omerta.core.error.ErrorCode}, one line for people
 * and a next step. The codes map one to one to gRPC statuses and to exit codes. Inside a module an exception class of its
 * own exists only where a caller acts on it. Must not know any transport.
 */
@NullMarked
package io.omerta.core.error;

import org.jspecify.annotations.NullMarked;
