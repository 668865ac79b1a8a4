@NullMarked
package io.omerta.provider.owner;

import org.jspecify.annotations.NullMarked;
