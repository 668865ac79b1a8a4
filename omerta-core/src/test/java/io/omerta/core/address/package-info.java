/** Tests of addresses and destinations. */
@NullMarked
package io.omerta.core.address;

import org.jspecify.annotations.NullMarked;
