package io.omerta.vm.qemu;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.omerta.core.config.Configuration;
import io.omerta.vm.VirtualMachine;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A machine never outlives the process that owns it. */
@Timeout(300)
class OrphanIT {
    private static final String OWNS = "owns ";

    @TempDir
    Path directory;

    /** Owns a machine, says so, and waits to be killed. */
    static final class Owner {
        public static void main(String[] arguments) throws Exception {
            RunningHypervisor running = RunningHypervisor.open(Path.of(arguments[0]), Configuration.Acceleration.TCG);
            VirtualMachine machine = running.boot();
            if (arguments.length > 1) {
                machine.awaitReady(GuestRun.BOOT_LIMIT);
            }
            System.out.println(OWNS + machine.id());
            machine.awaitExit(Duration.ofDays(1));
        }
    }

    @Test
    void ownerOfABootingMachine_onKill_leavesNoProcess() throws Exception {
        killOwner(directory.toString());
    }

    @Test
    void ownerOfAReadyMachine_onKill_leavesNoProcess() throws Exception {
        killOwner(directory.toString(), "ready");
    }

    private void killOwner(String... arguments) throws Exception {
        String machine;
        Process owner = startOwner(arguments);
        try (BufferedReader output = owner.inputReader()) {
            machine = output.lines()
                    .filter(line -> line.startsWith(OWNS))
                    .map(line -> line.substring(OWNS.length()))
                    .findFirst()
                    .orElseThrow();
            List<ProcessHandle> machines = owner.toHandle().descendants().toList();
            assertThat(machines).hasSize(1);
            owner.destroyForcibly().waitFor();
            await().atMost(Duration.ofSeconds(5)).until(() -> machines.stream().noneMatch(ProcessHandle::isAlive));
        } finally {
            owner.destroyForcibly();
        }
        assertThat(leftovers()).isEqualTo(1);
        Cgroups cgroups = Cgroups.ofHost();
        List<Path> groups = cgroups.of(machine).directories();
        assertThat(groups).allMatch(Files::exists);
        QemuSettings settings = TestSettings.withoutTemplates(directory, Configuration.Acceleration.TCG);
        QemuHypervisor.open(settings).close();
        assertThat(leftovers()).isZero();
        assertThat(groups).noneMatch(Files::exists);
        cgroups.close();
    }

    private long leftovers() throws IOException {
        try (Stream<Path> children = Files.list(directory.resolve("run"))) {
            return children.count();
        }
    }

    private static Process startOwner(String... arguments) throws IOException {
        String java = System.getProperty("java.home") + File.separator + "bin" + File.separator + "java";
        String image = "-Domerta.image=" + RealImage.get().directory();
        List<String> command = Stream.concat(
                        Stream.of(java, image, "-cp", System.getProperty("java.class.path"), Owner.class.getName()),
                        Stream.of(arguments))
                .toList();
        return new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
    }
}
