/** Tests of {@code io.omerta.vm.scratch}. */
@NullMarked
package io.omerta.vm.scratch;

import org.jspecify.annotations.NullMarked;
