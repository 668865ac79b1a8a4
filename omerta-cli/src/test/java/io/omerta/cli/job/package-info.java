/** Options, endings and streams of jobs. */
@NullMarked
package io.omerta.cli.job;

import org.jspecify.annotations.NullMarked;
