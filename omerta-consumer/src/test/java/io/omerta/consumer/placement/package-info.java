/** Tests of placement. */
@NullMarked
package io.omerta.consumer.placement;

import org.jspecify.annotations.NullMarked;
