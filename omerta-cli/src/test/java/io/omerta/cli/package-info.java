/** The commands as a user sees them: outputs, exit codes, signals. */
@NullMarked
package io.omerta.cli;

import org.jspecify.annotations.NullMarked;
