/** The daemon as a process. */
@NullMarked
package io.omerta.daemon;

import org.jspecify.annotations.NullMarked;
