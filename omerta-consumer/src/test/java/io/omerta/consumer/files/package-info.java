/** Tests of the file service, against real folders. */
@NullMarked
package io.omerta.consumer.files;

import org.jspecify.annotations.NullMarked;
