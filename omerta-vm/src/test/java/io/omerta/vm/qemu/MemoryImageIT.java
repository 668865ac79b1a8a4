package io.omerta.vm.qemu;

import static org.assertj.core.api.Assertions.assertThat;

import io.omerta.vm.Acceleration;
import io.omerta.vm.VmRequest;
import io.omerta.vm.agent.AgentChannel;
import java.io.RandomAccessFile;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Real machines over memory that is lent to them. Needs root. */
@Timeout(300)
class MemoryImageIT {
    @TempDir
    Path directory;

    /** QEMU opens it for writing; what the guest writes stays with that guest. */
    @Test
    void twoMachinesFromOneMemoryImage_boot_andLeaveItAsItIs() throws Exception {
        Path file = directory.resolve("memory");
        try (RandomAccessFile empty = new RandomAccessFile(file.toFile(), "rw")) {
            empty.setLength(
                    MachineShape.of(RealImage.request(), Acceleration.TCG).memoryMebibytes() << 20);
        }
        try (ForkThread forks = new ForkThread()) {
            Path run = Files.createDirectory(directory.resolve("copies"));
            Containment containment = Containment.ofHost(forks, run);
            try (MemoryImage memory = containment.memoryImage(file)) {
                Boot boot = new Boot(QemuBinary.find(), new QemuLauncher(run, forks, containment), memory);
                boot.untilTheAgentAnswers();
                boot.untilTheAgentAnswers();
                assertThat(Files.mismatch(memory.sealed().orElseThrow().path(), file))
                        .isEqualTo(-1);
            }
            assertThat(run).isEmptyDirectory();
        }
    }

    /** A cold boot over memory that is not its own. */
    private record Boot(QemuBinary qemu, QemuLauncher launcher, MemoryImage memory) {
        void untilTheAgentAnswers() throws Exception {
            MachineSize size = new MachineSize(
                    1, MachineShape.of(RealImage.request(), Acceleration.TCG).memoryMebibytes() << 20);
            QemuLauncher.Launched launched = launcher.launch(RealImage.request().job(), size, this::commandLine);
            try (Cell _ = launched.cell();
                    QemuProcess _ = launched.process();
                    Qmp _ = launched.qmp();
                    SocketChannel _ = launched.frames();
                    AgentChannel agent =
                            AgentChannel.over(launched.agent(), launched.cell().id())) {
                agent.awaitReady(GuestRun.BOOT_LIMIT);
            }
        }

        private List<String> commandLine(Cell cell) {
            VmRequest request = RealImage.request();
            cell.directory().createScratch(request.resources().diskBytes());
            List<String> arguments = new ArrayList<>(new QemuCommandLine(
                            qemu,
                            TscRate.ofHost(),
                            MachineShape.of(request, Acceleration.TCG),
                            request.resources().diskBytes(),
                            new GuestMemory.Anonymous(),
                            List.of(),
                            cell)
                    .arguments());
            int own = arguments.indexOf("-object") + 1;
            assertThat(arguments.get(own)).startsWith("memory-backend-ram,");
            arguments.set(
                    own,
                    arguments.get(own).replace("memory-backend-ram", "memory-backend-file") + ",share=off,mem-path="
                            + cell.copyOnWrite(memory));
            return arguments;
        }
    }
}
