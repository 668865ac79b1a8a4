/**
 * Where things lie on disk, and what the owner of this machine has set.
 *
 * <p>Entry: {@link io.omerta.core.config.OmertaHome} (the only place that knows the layout) and
 * {@link io.omerta.core.config.Configuration} ({@code config.json}). Must not know what the files contain otherwise.
 */
@NullMarked
package io.omerta.core.config;

import org.jspecify.annotations.NullMarked;
