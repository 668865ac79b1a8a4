/** Who may use whom, across all modules. */
@NullMarked
package io.omerta.architecture;

import org.jspecify.annotations.NullMarked;
