/** Tests of {@code io.omerta.vm.agent}. */
@NullMarked
package io.omerta.vm.agent;

import org.jspecify.annotations.NullMarked;
