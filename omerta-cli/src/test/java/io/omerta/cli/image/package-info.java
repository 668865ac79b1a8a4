/** The commands about images, on a home of their own. */
@NullMarked
package io.omerta.cli.image;

import org.jspecify.annotations.NullMarked;
