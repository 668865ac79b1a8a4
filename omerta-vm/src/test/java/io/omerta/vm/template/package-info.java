@NullMarked
package io.omerta.vm.template;

import org.jspecify.annotations.NullMarked;
