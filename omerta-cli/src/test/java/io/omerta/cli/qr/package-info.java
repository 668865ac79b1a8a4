@NullMarked
package io.omerta.cli.qr;

import org.jspecify.annotations.NullMarked;
