package io.omerta.vm.qemu;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.omerta.core.config.Configuration;
import io.omerta.vm.VirtualMachine;
import io.omerta.vm.VmState;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A machine never outlives the process that owns it. */
@Timeout(300)
class OrphanIT {
    private static final String REACHED = "reached";

    @TempDir
    Path directory;

    /** Where in the life of a machine its owner is killed. */
    enum Stage {
        TEMPLATE_IN_THE_MAKING,
        BOOTING,
        READY,
        CONFIGURED,
        RUNNING,
        PAUSED,
        CLONED,
        WAITING_IN_THE_POOL;

        private boolean hasTemplate() {
            return this == CLONED || this == WAITING_IN_THE_POOL || this == TEMPLATE_IN_THE_MAKING;
        }
    }

    /** Takes a machine to a stage, says so, and waits to be killed. */
    static final class Owner {
        public static void main(String[] arguments) throws Exception {
            Path directory = Path.of(arguments[0]);
            Stage stage = Stage.valueOf(arguments[1]);
            Files.createDirectories(directory.resolve("run"));
            QemuHypervisor hypervisor = QemuHypervisor.open(
                    stage.hasTemplate()
                            ? TestSettings.withTemplates(directory, stage == Stage.WAITING_IN_THE_POOL ? 1 : 0)
                            : TestSettings.withoutTemplates(directory, Configuration.Acceleration.TCG));
            if (stage.hasTemplate()) {
                hypervisor.prepare(RealImage.request());
            }
            switch (stage) {
                case TEMPLATE_IN_THE_MAKING ->
                    await().atMost(GuestRun.BOOT_LIMIT)
                            .until(() -> machines(directory).size() == 1);
                case WAITING_IN_THE_POOL -> {
                    awaitTemplate(hypervisor);
                    hypervisor.boot(RealImage.request()).close();
                    await().atMost(GuestRun.BOOT_LIMIT).until(() -> hypervisor.waiting() == 1);
                }
                case CLONED -> {
                    awaitTemplate(hypervisor);
                    assertThat(hypervisor.boot(RealImage.request()).state()).isEqualTo(VmState.READY);
                }
                default -> bring(hypervisor.boot(RealImage.request()), stage);
            }
            System.out.println(REACHED);
            Thread.currentThread().join();
        }

        private static void awaitTemplate(QemuHypervisor hypervisor) {
            await().atMost(GuestRun.BOOT_LIMIT).until(() -> hypervisor.isPrepared(RealImage.request()));
        }

        private static void bring(VirtualMachine machine, Stage stage) throws Exception {
            if (stage == Stage.READY) {
                machine.awaitReady(GuestRun.BOOT_LIMIT);
            } else if (stage == Stage.CONFIGURED) {
                new GuestRun(machine).configure();
            } else if (stage != Stage.BOOTING) {
                new GuestRun(machine).start(List.of(), "sh", "-c", "while :; do :; done");
            }
            if (stage == Stage.PAUSED) {
                machine.pause();
            }
        }
    }

    private static List<Path> machines(Path directory) throws IOException {
        try (Stream<Path> children = Files.list(directory.resolve("run"))) {
            return children.filter(path -> Files.exists(path.resolve("owner.json")))
                    .toList();
        }
    }

    @ParameterizedTest
    @EnumSource
    void owner_onKill_leavesNoProcessAndNothingThatTheNextDoesNotRemove(Stage stage) throws Exception {
        killOwnerAt(stage);
        List<Path> groups;
        try (Cgroups cgroups = Cgroups.ofHost()) {
            groups = machines(directory).stream()
                    .flatMap(machine -> cgroups.of(String.valueOf(machine.getFileName())).directories().stream())
                    .toList();
            assertThat(groups).allMatch(Files::exists);
        }
        QemuHypervisor.open(TestSettings.withTemplates(directory, 0)).close();
        assertThat(directory.resolve("run")).isEmptyDirectory();
        assertThat(groups).noneMatch(Files::exists);
        try (Stream<Path> templates = Files.list(directory.resolve("templates"))) {
            assertThat(templates).allMatch(template -> Files.exists(template.resolve("template.json")));
        }
    }

    private void killOwnerAt(Stage stage) throws Exception {
        Process owner = startOwner(directory.toString(), stage.name());
        try (BufferedReader output = owner.inputReader()) {
            assertThat(output.lines().anyMatch(REACHED::equals)).isTrue();
            List<ProcessHandle> machines = owner.toHandle().descendants().toList();
            assertThat(machines).isNotEmpty();
            owner.destroyForcibly().waitFor();
            await().atMost(Duration.ofSeconds(20)).until(() -> machines.stream().noneMatch(ProcessHandle::isAlive));
        } finally {
            owner.destroyForcibly();
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
