/**
 * Small files of ours on disk: written whole or not at all, read strictly.
 *
 * <p>Entry: {@link io.omerta.core.file.AtomicFile} and {@link io.omerta.core.file.StrictJson}. What is broken is reported
 * with file, line and remedy by {@link io.omerta.core.file.CorruptFile} and never overwritten. Must not know what the files
 * mean.
 */
@NullMarked
package io.omerta.core.file;

import org.jspecify.annotations.NullMarked;
