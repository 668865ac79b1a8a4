@NullMarked
package io.omerta.network.membership;

import org.jspecify.annotations.NullMarked;
