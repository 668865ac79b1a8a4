package io.omerta.vm.qemu;

import static org.assertj.core.api.Assertions.assertThat;

import io.omerta.core.config.Configuration;
import io.omerta.vm.HypervisorReport;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
class AccelerationIT {
    @TempDir
    Path directory;

    /** Whatever this host's devices do, the answer comes in time, is true, and is kept. */
    @Test
    void auto_onProbe_answersInTimeAndRemembers() throws Exception {
        RunningHypervisor running = RunningHypervisor.open(directory, Configuration.Acceleration.AUTO);
        try (running) {
            long start = System.nanoTime();
            HypervisorReport report = running.hypervisor().probe(RealImage.get());
            assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(20));
            assertThat(report.reason()).isNotBlank();
            if (!report.acceleration().isEmulation() || report.reason().contains("probe machine")) {
                assertThat(directory.resolve("acceleration.json")).exists();
            }
        }
        running.assertNothingIsLeft();
    }
}
