/**
 * Join keys as QR codes (ISO/IEC 18004), on a terminal and in a PNG file.
 *
 * <p>Entry: {@link io.omerta.cli.qr.KeyCode}. A code on a terminal is drawn with half blocks, two modules in each character cell,
 * light on dark; two modules of quiet zone are around it, which is what readers of screens need, and four in a file, as the
 * standard asks. Must not know the daemon.
 */
@NullMarked
package io.omerta.cli.qr;

import org.jspecify.annotations.NullMarked;
