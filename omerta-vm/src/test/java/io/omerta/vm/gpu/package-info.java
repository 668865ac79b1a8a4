@NullMarked
package io.omerta.vm.gpu;

import org.jspecify.annotations.NullMarked;
