/**
 * The commands about guest images: {@code omerta image …}.
 *
 * <p>Entry: {@link io.omerta.cli.image.ImageCommand}. They work on the home's folder of images themselves, for images are
 * built and kept whether a daemon runs or not; it notices within seconds. Must not know how images are booted.
 */
@NullMarked
package io.omerta.cli.image;

import org.jspecify.annotations.NullMarked;
