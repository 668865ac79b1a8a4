/** Tests of the VMs' resolver. */
@NullMarked
package io.omerta.consumer.dns;

import org.jspecify.annotations.NullMarked;
