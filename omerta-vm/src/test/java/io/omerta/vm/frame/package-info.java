/** Tests of {@code io.omerta.vm.frame}. */
@NullMarked
package io.omerta.vm.frame;

import org.jspecify.annotations.NullMarked;
