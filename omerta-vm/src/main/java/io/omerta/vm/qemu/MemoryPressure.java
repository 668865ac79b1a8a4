package io.omerta.vm.qemu;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Whether this host's memory is short. */
@FunctionalInterface
interface MemoryPressure {
    /** Of the whole memory: below it, others need it more than clones that wait. */
    int LEAST_AVAILABLE_PERCENT = 15;

    boolean isShort();

    static MemoryPressure ofHost() {
        return () -> isShort(available(), total());
    }

    static boolean isShort(long availableBytes, long totalBytes) {
        return availableBytes < totalBytes / 100 * LEAST_AVAILABLE_PERCENT;
    }

    private static com.sun.management.OperatingSystemMXBean system() {
        return (com.sun.management.OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
    }

    private static long total() {
        return system().getTotalMemorySize();
    }

    /** What can be had without swapping: Linux counts the page cache in, see proc(5), MemAvailable. */
    private static long available() {
        try {
            String text = Files.readString(Path.of("/proc/meminfo"), StandardCharsets.UTF_8);
            Matcher available =
                    Pattern.compile("(?m)^MemAvailable:\\s+(\\d{1,15}) kB$").matcher(text);
            if (available.find()) {
                return Long.parseLong(available.group(1)) << 10;
            }
        } catch (IOException e) {
            // Not Linux.
        }
        return system().getFreeMemorySize();
    }
}
