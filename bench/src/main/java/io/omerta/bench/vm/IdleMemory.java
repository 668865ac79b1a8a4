package io.omerta.bench.vm;

import io.omerta.vm.VirtualMachine;
import io.omerta.vm.VmRequest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Memory of machines that have nothing to do: the proportional set size of all processes below this one (proc(5), smaps_rollup). */
final class IdleMemory {
    private static final Duration SETTLING = Duration.ofSeconds(10);

    private IdleMemory() {}

    static VmResult.Memory measure(Rig rig, VmRequest request, int count) throws IOException, InterruptedException {
        List<VirtualMachine> machines = new ArrayList<>();
        try {
            for (int i = 0; i < count; i++) {
                machines.add(rig.ready(request));
            }
            // What a guest does on its own account in its first seconds counts.
            Thread.sleep(SETTLING);
            double all = pssKibibytes() / 1024.0;
            return new VmResult.Memory(count, round(all / count), round(all), 24, 3 * 1024.0);
        } finally {
            machines.forEach(VirtualMachine::close);
        }
    }

    private static double round(double mebibytes) {
        return Math.round(mebibytes * 10) / 10.0;
    }

    private static long pssKibibytes() {
        return ProcessHandle.current()
                .descendants()
                .mapToLong(IdleMemory::pssKibibytes)
                .sum();
    }

    private static long pssKibibytes(ProcessHandle process) {
        Path file = Path.of("/proc/" + process.pid() + "/smaps_rollup");
        try (Stream<String> lines = Files.lines(file, StandardCharsets.US_ASCII)) {
            return lines.filter(line -> line.startsWith("Pss:"))
                    .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
                    .sum();
        } catch (IOException e) {
            return 0;
        }
    }
}
