/** Tests of {@code io.omerta.vm.image}. */
@NullMarked
package io.omerta.vm.image;

import org.jspecify.annotations.NullMarked;
