package io.omerta.bench;

import java.lang.management.ManagementFactory;

/** What this host does besides. */
public final class Load {
    private Load() {}

    /** Over the last minute; negative where the system does not say. */
    public static double average() {
        return ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage();
    }
}
