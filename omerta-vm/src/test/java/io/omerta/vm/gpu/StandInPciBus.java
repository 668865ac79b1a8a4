package io.omerta.vm.gpu;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalLong;

/** What the kernel would show in sysfs and /dev/vfio of a bus with these devices. */
final class StandInPciBus {
    private final Path directory;

    StandInPciBus(Path directory) throws IOException {
        this.directory = directory;
        for (String name : new String[] {"devices", "drivers", "groups", "vfio"}) {
            Files.createDirectories(directory.resolve(name));
        }
    }

    /**
     * A device that can be reset.
     *
     * @param driver empty for none
     */
    Path add(String address, String pciClass, String driver, int group) throws IOException {
        Path device = Files.createDirectories(directory.resolve("devices").resolve(address));
        Files.writeString(device.resolve("class"), pciClass + "\n");
        Files.writeString(device.resolve("reset"), "");
        bind(address, driver);
        Path members = Files.createDirectories(directory.resolve("groups/" + group + "/devices"));
        Files.createSymbolicLink(members.resolve(address), device);
        Files.createSymbolicLink(device.resolve("iommu_group"), members.getParent());
        Path vfio = directory.resolve("vfio/" + group);
        if (!Files.exists(vfio)) {
            Files.createFile(vfio);
        }
        return device;
    }

    void bind(String address, String driver) throws IOException {
        Path link = directory.resolve("devices").resolve(address).resolve("driver");
        Files.deleteIfExists(link);
        if (!driver.isEmpty()) {
            Files.createSymbolicLink(link, Files.createDirectories(directory.resolve("drivers/" + driver)));
        }
    }

    Path vfio(int group) {
        return directory.resolve("vfio/" + group);
    }

    CardExamination examination(OptionalLong lockLimit) {
        return new CardExamination(
                directory.resolve("devices"), directory.resolve("vfio"), new MemoryLockLimit(lockLimit), 1L << 30);
    }
}
