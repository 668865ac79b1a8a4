/** What the console prints. */
@NullMarked
package io.omerta.console;

import org.jspecify.annotations.NullMarked;
