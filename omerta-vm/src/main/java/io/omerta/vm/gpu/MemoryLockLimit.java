package io.omerta.vm.gpu;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * RLIMIT_MEMLOCK: what a device of a VM may write to has to stay where it is in memory.
 *
 * @param bytes the highest that a process may set for itself; empty for as much as there is
 */
record MemoryLockLimit(OptionalLong bytes) {
    private static final Path LIMITS = Path.of("/proc/self/limits");
    private static final Path STATUS = Path.of("/proc/self/status");
    private static final Pattern CAPABILITIES = Pattern.compile("CapEff:\\s+([0-9a-f]{16})");
    /** CAP_SYS_RESOURCE (capabilities(7)): may raise any limit. */
    private static final long RAISES_LIMITS = 1L << 24;

    private static final Pattern LINE = Pattern.compile("Max locked memory +\\S+ +(unlimited|[0-9]{1,18}) .*");
    private static final int MEBIBYTE_BITS = 20;

    static MemoryLockLimit ofThisUser() {
        try {
            return parse(Files.readString(LIMITS), Files.readString(STATUS));
        } catch (IOException e) {
            return new MemoryLockLimit(OptionalLong.of(0));
        }
    }

    /**
     * @param limits as /proc/PID/limits has them
     * @param status as /proc/PID/status has it
     */
    static MemoryLockLimit parse(String limits, String status) {
        Matcher capabilities = CAPABILITIES.matcher(status);
        if (capabilities.find() && (Long.parseUnsignedLong(capabilities.group(1), 16) & RAISES_LIMITS) != 0) {
            return new MemoryLockLimit(OptionalLong.empty());
        }
        try (Stream<String> lines = limits.lines()) {
            return lines.map(LINE::matcher)
                    .filter(Matcher::matches)
                    .map(line -> line.group(1))
                    .findFirst()
                    .map(word -> word.equals("unlimited")
                            ? new MemoryLockLimit(OptionalLong.empty())
                            : new MemoryLockLimit(OptionalLong.of(Long.parseLong(word))))
                    .orElseGet(() -> new MemoryLockLimit(OptionalLong.of(0)));
        }
    }

    boolean allows(long wanted) {
        return bytes.isEmpty() || bytes.getAsLong() >= wanted;
    }

    @Override
    public String toString() {
        return bytes.isEmpty() ? "all of it" : (bytes.getAsLong() >> MEBIBYTE_BITS) + " MB";
    }
}
