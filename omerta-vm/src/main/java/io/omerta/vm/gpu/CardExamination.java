package io.omerta.vm.gpu;

import io.omerta.core.config.PciAddress;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Finds out whether a card can be lent, from what the kernel says of it.
 *
 * @param devices the kernel's directory of PCI devices
 * @param groups the directory of VFIO's devices
 * @param lockLimit how much memory a process of this user may keep in place
 * @param lentMemoryBytes how much a machine may have
 */
record CardExamination(Path devices, Path groups, MemoryLockLimit lockLimit, long lentMemoryBytes) {
    private static final String VFIO = "vfio-pci";
    /** Base class 03: display controllers (PCI Code and ID Assignment Specification, 1.4). */
    private static final String DISPLAY = "0x03";
    /** Class 0604. VFIO lets bridges keep their driver. */
    private static final String BRIDGE = "0x0604";

    /** What came of it. */
    sealed interface Answer {}

    record Usable(GraphicsCard card) implements Answer {}

    record Unusable(CardProblem problem) implements Answer {}

    static CardExamination ofHost(long lentMemoryBytes) {
        return new CardExamination(
                Path.of("/sys/bus/pci/devices"), Path.of("/dev/vfio"), MemoryLockLimit.ofThisUser(), lentMemoryBytes);
    }

    Answer of(PciAddress address) {
        Path device = devices.resolve(address.text());
        try {
            Optional<CardProblem> problem = card(address, device)
                    .or(() -> driver(address, device))
                    .or(() -> reset(address, device))
                    .or(() -> memory(address));
            if (problem.isPresent()) {
                return new Unusable(problem.get());
            }
            Path group = device.resolve("iommu_group").toRealPath();
            Path file = groups.resolve(String.valueOf(group.getFileName()));
            return neighbours(address, group)
                    .or(() -> access(address, file))
                    .<Answer>map(Unusable::new)
                    .orElseGet(() -> new Usable(new GraphicsCard(address, file)));
        } catch (IOException e) {
            return new Unusable(problem(address, "could not be looked at: " + e.getMessage(), "omertad logs"));
        }
    }

    private static Optional<CardProblem> card(PciAddress address, Path device) {
        if (!Files.isDirectory(device)) {
            return Optional.of(problem(address, "is not there", "lspci -D | grep -E 'VGA|3D|Display'"));
        }
        if (!text(device.resolve("class")).startsWith(DISPLAY)) {
            return Optional.of(problem(address, "is no graphics card", "lspci -D | grep -E 'VGA|3D|Display'"));
        }
        if (!Files.exists(device.resolve("iommu_group"))) {
            return Optional.of(problem(
                    address,
                    "is not behind an IOMMU, so a VM could use it to write anywhere",
                    "turn on VT-d or AMD-Vi in the firmware, and intel_iommu=on for an Intel kernel"));
        }
        return Optional.empty();
    }

    private static Optional<CardProblem> driver(PciAddress address, Path device) {
        String driver = driver(device);
        return driver.equals(VFIO)
                ? Optional.empty()
                : Optional.of(problem(
                        address,
                        driver.isEmpty() ? "has no driver" : "has the driver " + driver,
                        "sudo driverctl set-override " + address + " " + VFIO));
    }

    private static Optional<CardProblem> reset(PciAddress address, Path device) {
        return Files.exists(device.resolve("reset"))
                ? Optional.empty()
                : Optional.of(problem(
                        address,
                        "cannot be reset, so one job could leave something in it for the next",
                        "lend another"));
    }

    private Optional<CardProblem> memory(PciAddress address) {
        return lockLimit.allows(lentMemoryBytes)
                ? Optional.empty()
                : Optional.of(problem(
                        address,
                        "needs a VM whose memory stays in place, and this user may keep " + lockLimit + " there",
                        "echo \"$USER hard memlock unlimited\" | sudo tee /etc/security/limits.d/omerta.conf; then log"
                                + " in again, and start omertad"));
    }

    /** VFIO gives a group away as a whole: who shares one could be reached from the VM. */
    private Optional<CardProblem> neighbours(PciAddress address, Path group) throws IOException {
        try (Stream<Path> members = Files.list(group.resolve("devices"))) {
            for (Path member : members.sorted().toList()) {
                Path device = member.toRealPath();
                String driver = driver(device);
                boolean harmless = List.of("", VFIO).contains(driver)
                        || text(device.resolve("class")).startsWith(BRIDGE);
                if (!harmless) {
                    Path name = member.getFileName();
                    return Optional.of(problem(
                            address,
                            "shares its IOMMU group with " + name + ", which has the driver " + driver,
                            "sudo driverctl set-override " + name + " " + VFIO));
                }
            }
        }
        return Optional.empty();
    }

    private static Optional<CardProblem> access(PciAddress address, Path file) {
        return Files.isReadable(file) && Files.isWritable(file)
                ? Optional.empty()
                : Optional.of(problem(
                        address,
                        "is not this user's to open",
                        "echo 'SUBSYSTEM==\"vfio\", OWNER=\"'$USER'\"' | sudo tee /etc/udev/rules.d/60-omerta.rules;"
                                + " sudo udevadm trigger --subsystem-match=vfio"));
    }

    private static String driver(Path device) {
        try {
            return String.valueOf(device.resolve("driver").toRealPath().getFileName());
        } catch (IOException e) {
            return "";
        }
    }

    /** Nothing, if it cannot be read. */
    private static String text(Path file) {
        try {
            return Files.readString(file).strip();
        } catch (IOException e) {
            return "";
        }
    }

    private static CardProblem problem(PciAddress address, String reason, String hint) {
        return new CardProblem(address, reason, hint);
    }
}
