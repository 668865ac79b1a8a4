package io.omerta.vm.gpu;

import io.omerta.core.config.PciAddress;
import java.nio.file.Path;

/**
 * A card that can be lent.
 *
 * @param group the device of its IOMMU group, like /dev/vfio/7: who has it open has the card
 */
public record GraphicsCard(PciAddress address, Path group) {}
