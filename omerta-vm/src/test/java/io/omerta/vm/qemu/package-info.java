/** Tests of {@code io.omerta.vm.qemu}. */
@NullMarked
package io.omerta.vm.qemu;

import org.jspecify.annotations.NullMarked;
