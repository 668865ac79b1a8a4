/**
 * A bad link: {@link io.omerta.testkit.link.SimulatedLink} decides, by a seed, which packets are lost, late, doubled, damaged or
 * too long. It works in virtual time in a test's own loop, and in real time in a {@link io.omerta.testkit.link.LinkRelay}, for
 * instance between two TUN devices. Knows nothing of what the packets hold.
 */
@NullMarked
package io.omerta.testkit.link;

import org.jspecify.annotations.NullMarked;
