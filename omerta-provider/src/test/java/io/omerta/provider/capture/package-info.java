/** Captures of what machines send and of what leaves the host, in the format that Wireshark and tcpdump read. */
@NullMarked
package io.omerta.provider.capture;

import org.jspecify.annotations.NullMarked;
