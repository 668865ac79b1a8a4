/** The local API over a real Unix socket. */
@NullMarked
package io.omerta.local;

import org.jspecify.annotations.NullMarked;
