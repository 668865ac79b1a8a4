/**
 * Graphics cards that jobs may have: a whole card goes to one machine at a time, by VFIO.
 *
 * <p>Entry class: {@link io.omerta.vm.gpu.GraphicsCards}, which finds out which of the named cards can be lent, and knows who
 * has them. Nothing here changes the host: that a card leaves its driver for vfio-pci is the owner's to arrange. Must not
 * know hypervisors. Source: Linux, Documentation/driver-api/vfio.rst and Documentation/ABI/testing/sysfs-bus-pci.
 */
@NullMarked
package io.omerta.vm.gpu;

import org.jspecify.annotations.NullMarked;
