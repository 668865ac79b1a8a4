package io.omerta.vm.qemu;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The rate of this host's time stamp counter. An emulated guest reads that very counter, and cannot measure its rate
 * reliably while others compete for the CPU: it has to be told, and truly, or its clock runs wrong.
 *
 * <p>Source: the kernel's {@code bogomips}. On a CPU with a constant counter it is not measured but computed from the
 * counter's rate (Linux, {@code arch/x86/kernel/tsc.c}: {@code lpj_fine = tsc_khz * 1000 / HZ}; BogoMIPS is {@code lpj * HZ
 * / 500000}), so half of it is the rate in MHz, to 5 kHz. {@code cpu MHz} is the current, varying clock and no substitute.
 */
final class TscRate {
    private static final Path CPU_INFO = Path.of("/proc/cpuinfo");
    private static final Pattern FLAGS = Pattern.compile("(?m)^flags\\s*:.*\\bconstant_tsc\\b");
    private static final Pattern BOGOMIPS = Pattern.compile("(?m)^bogomips\\s*:\\s*(\\d{1,6})\\.(\\d\\d)\\s*$");

    private TscRate() {}

    /** Kilohertz; empty where the host does not say. */
    static OptionalLong ofHost() {
        try {
            return parse(Files.readString(CPU_INFO, StandardCharsets.UTF_8));
        } catch (IOException e) {
            return OptionalLong.empty();
        }
    }

    static OptionalLong parse(String cpuInfo) {
        Matcher bogomips = BOGOMIPS.matcher(cpuInfo);
        if (!FLAGS.matcher(cpuInfo).find() || !bogomips.find()) {
            return OptionalLong.empty();
        }
        long hundredths = Long.parseLong(bogomips.group(1) + bogomips.group(2));
        return hundredths == 0 ? OptionalLong.empty() : OptionalLong.of(hundredths * 5);
    }
}
