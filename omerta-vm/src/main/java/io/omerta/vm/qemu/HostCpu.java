package io.omerta.vm.qemu;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** What a guest sees of this host's CPU when nothing is emulated: a machine frozen on one does not go on on another. */
final class HostCpu {
    private static final Path CPU_INFO = Path.of("/proc/cpuinfo");

    private HostCpu() {}

    static List<String> identity() {
        String system = System.getProperty("os.name", "") + " " + System.getProperty("os.version", "");
        try (Stream<String> lines = Files.lines(CPU_INFO, StandardCharsets.UTF_8)) {
            return Stream.concat(
                            Stream.of(system),
                            lines.takeWhile(line -> !line.isBlank()).filter(HostCpu::describesTheModel))
                    .toList();
        } catch (IOException e) {
            return List.of(system);
        }
    }

    private static boolean describesTheModel(String line) {
        return Stream.of("vendor_id", "cpu family", "model", "stepping", "microcode", "flags", "Features", "CPU ")
                .anyMatch(line::startsWith);
    }
}
