package io.omerta.vm.qemu;

import java.util.Locale;

/** What a control group can limit (cgroups(7)), by the names of its files in version 1 and 2. */
enum CgroupController {
    CPU("cpu.shares", "cpu.weight"),
    MEMORY("memory.limit_in_bytes", "memory.max"),
    PIDS("pids.max", "pids.max");

    private final String fileOfVersion1;
    private final String fileOfVersion2;

    CgroupController(String fileOfVersion1, String fileOfVersion2) {
        this.fileOfVersion1 = fileOfVersion1;
        this.fileOfVersion2 = fileOfVersion2;
    }

    String kernelName() {
        return name().toLowerCase(Locale.ROOT);
    }

    String file(int version) {
        return version == 1 ? fileOfVersion1 : fileOfVersion2;
    }
}
