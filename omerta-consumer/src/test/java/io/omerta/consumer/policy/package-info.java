/** Tests of what policies let through. */
@NullMarked
package io.omerta.consumer.policy;

import org.jspecify.annotations.NullMarked;
