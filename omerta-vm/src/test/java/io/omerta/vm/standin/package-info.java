/**
 * A hypervisor without machines, for tests of whatever uses one: the channels are real, the guest at their other end is a
 * script in Java.
 *
 * <p>Entry: {@link io.omerta.vm.standin.StandInHypervisor}. Other modules find it in this module's test-jar.
 */
@NullMarked
package io.omerta.vm.standin;

import org.jspecify.annotations.NullMarked;
