package io.omerta.vm.qemu;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.omerta.core.config.Configuration;
import io.omerta.core.error.OmertaException;
import io.omerta.core.job.ProgramResult;
import io.omerta.vm.VirtualMachine;
import io.omerta.vm.VmExit;
import io.omerta.vm.VmState;
import io.omerta.vm.agent.AgentEvent;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A real machine that is written to disk, and goes on under another hypervisor. */
@Timeout(300)
class CheckpointIT {
    private static final Duration SOON = Duration.ofSeconds(60);
    private static final int IPV4 = 0x0800;

    /** Says numbers as fast as it can, on both streams, until it is asked to end. */
    private static final String COUNTING = """
        trap 'echo end $i; exit 7' TERM
        i=0
        while :; do
            i=$((i + 1))
            echo $i
            echo $i >&2
        done
        """;

    /** Waits until a file that it has written and a variable are looked at. */
    private static final String REMEMBERING = """
        head -c 2000000 /dev/urandom >/job/file
        inMemory=$(head -c 100000 /job/file | base64 -w 0)
        sum=$(sha256sum </job/file)
        sync /job/file
        trap woken=yes TERM
        echo ready
        while [ -z "$woken" ]; do sleep 0.2; done
        [ "$sum" = "$(dd if=/job/file iflag=direct bs=65536 2>/dev/null | sha256sum)" ] && echo same disk
        [ "$inMemory" = "$(head -c 100000 /job/file | base64 -w 0)" ] && echo same memory
        """;

    private static final String SLEEPING = """
        trap woken=yes TERM
        echo asleep
        while [ -z "$woken" ]; do sleep 0.2; done
        echo awake
        """;

    @TempDir
    Path directory;

    private RunningHypervisor running;
    private Path checkpoint;

    @BeforeEach
    void open() throws Exception {
        running = RunningHypervisor.open(directory, Configuration.Acceleration.TCG);
        checkpoint = Files.createDirectory(directory.resolve("checkpoint"));
    }

    @AfterEach
    void close() throws Exception {
        running.close();
        running.assertNothingIsLeft();
    }

    @Test
    void countingProgram_goesOn_withoutALineLostOrDoubled() throws Exception {
        GuestRun before;
        String digest;
        try (VirtualMachine machine = running.boot()) {
            before = new GuestRun(machine).start(List.of(), "bash", "-c", COUNTING);
            while (before.standardOutput().length < 20_000) {
                before.next();
            }
            digest = freeze(machine, before);
            assertThat(machine.awaitExit(SOON)).contains(new VmExit.Stopped());
        }
        restart();
        try (VirtualMachine machine = running.hypervisor().restore(RealImage.request(), checkpoint, digest)) {
            assertThat(machine.state()).isEqualTo(VmState.READY);
            assertThat(machine.agent().receive(Duration.ofSeconds(1))).isEmpty();
            GuestRun after = new GuestRun(machine);
            Set<Integer> frames = ConcurrentHashMap.newKeySet();
            Thread.ofVirtual().start(() -> machine.frames().receive(frame -> frames.add(etherType(frame))));
            machine.agent().setClock(Instant.now());
            machine.resume();
            while (after.standardOutput().length < 20_000) {
                after.next();
            }
            machine.agent().signal(15);
            assertThat(after.finish().result()).isEqualTo(new ProgramResult.ExitCode(7));
            // QEMU would like to tell a network that the machine has moved, by RARP.
            assertThat(frames).isSubsetOf(IPV4);
            List<String> out = lines(before.standardOutput(), after.standardOutput());
            List<String> error = lines(before.standardError(), after.standardError());
            int last = Integer.parseInt(out.getLast().split(" ")[1]);
            // The signal may have come before either of a number's two lines.
            assertThat(out.subList(0, out.size() - 1)).isIn(numbersTo(last), numbersTo(last - 1));
            assertThat(error).isIn(numbersTo(last), numbersTo(last - 1));
        }
    }

    @Test
    void memoryAndDisk_areAsTheyWere() throws Exception {
        GuestRun before;
        String digest;
        try (VirtualMachine machine = running.boot()) {
            before = new GuestRun(machine).start(List.of(), "bash", "-c", REMEMBERING);
            awaitOutput(before);
            digest = freeze(machine, before);
        }
        restart();
        try (VirtualMachine machine = running.hypervisor().restore(RealImage.request(), checkpoint, digest)) {
            machine.resume();
            machine.agent().signal(15);
            GuestRun after = new GuestRun(machine);
            after.finish();
            assertThat(after.standardOutput()).asString().isEqualTo("same disk\nsame memory\n");
        }
    }

    @Test
    void clone_goesOnWithoutItsTemplate() throws Exception {
        Path home = directory.resolve("cloning");
        Files.createDirectories(home.resolve("run"));
        String digest;
        try (QemuHypervisor hypervisor = QemuHypervisor.open(TestSettings.withTemplates(home, 0))) {
            hypervisor.prepare(RealImage.request());
            await().atMost(Duration.ofMinutes(2)).until(() -> hypervisor.isPrepared(RealImage.request()));
            try (VirtualMachine clone = hypervisor.boot(RealImage.request())) {
                GuestRun before = new GuestRun(clone).start(List.of(), "bash", "-c", SLEEPING);
                awaitOutput(before);
                digest = freeze(clone, before);
            }
        }
        try (VirtualMachine machine = running.hypervisor().restore(RealImage.request(), checkpoint, digest)) {
            GuestRun after = new GuestRun(machine);
            machine.resume();
            machine.agent().signal(15);
            assertThat(after.finish().result()).isEqualTo(new ProgramResult.ExitCode(0));
            assertThat(after.standardOutput()).asString().isEqualTo("awake\n");
        }
    }

    @Test
    void content_isItsOwnersAlone_andChangedContentIsRefused() throws Exception {
        String digest;
        try (VirtualMachine machine = running.boot()) {
            digest = freeze(machine, new GuestRun(machine).start(List.of(), "sleep", "1000"));
        }
        try (Stream<Path> files = Files.list(checkpoint)) {
            for (Path file : files.toList()) {
                assertThat(Files.getPosixFilePermissions(file)).isEqualTo(PosixFilePermissions.fromString("rw-------"));
                long size = Files.size(file);
                FileTime modified = Files.getLastModifiedTime(file);
                changeByteAt(file, size / 2);
                assertRefused(digest);
                changeByteAt(file, size / 2);
                int last = cutLastByte(file);
                assertRefused(digest);
                append(file, last);
                Files.setLastModifiedTime(file, modified);
            }
        }
    }

    @Test
    void machineOfOtherSize_isRefused() throws Exception {
        String digest;
        try (VirtualMachine machine = running.boot()) {
            digest = freeze(machine, new GuestRun(machine).start(List.of(), "sleep", "1000"));
        }
        assertThatThrownBy(() -> running.hypervisor().restore(RealImage.requestOfTwoCpus(), checkpoint, digest))
                .isInstanceOf(OmertaException.class)
                .hasMessageContaining("have changed");
    }

    @Test
    void machineWhoseProgramDoesNotRun_isNotWritten() throws Exception {
        try (VirtualMachine machine = running.boot()) {
            machine.awaitReady(GuestRun.BOOT_LIMIT);
            assertThatThrownBy(() -> machine.checkpoint(checkpoint))
                    .isInstanceOf(OmertaException.class)
                    .hasMessageContaining("its program does not run");
        }
    }

    private static void awaitOutput(GuestRun run) throws InterruptedException {
        while (run.standardOutput().length == 0) {
            run.next();
        }
    }

    private static int etherType(ByteBuffer frame) {
        return Short.toUnsignedInt(frame.getShort(frame.position() + 12));
    }

    /** Receives meanwhile, as the owner of a machine does. */
    private String freeze(VirtualMachine machine, GuestRun run) throws Exception {
        Thread receiver = Thread.ofVirtual().start(() -> receiveAll(run));
        String digest = machine.checkpoint(checkpoint);
        receiver.join();
        return digest;
    }

    private static void receiveAll(GuestRun run) {
        try {
            while (!(run.next() instanceof AgentEvent.Closed)) {
                // Output is gathered.
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void restart() throws Exception {
        running.close();
        running.assertNothingIsLeft();
        Path next = Files.createDirectory(directory.resolve("next"));
        running = RunningHypervisor.open(next, Configuration.Acceleration.TCG);
    }

    private void assertRefused(String digest) {
        assertThatThrownBy(() -> running.hypervisor().restore(RealImage.request(), checkpoint, digest))
                .isInstanceOf(OmertaException.class)
                .hasMessageContaining("it has changed since it was written");
    }

    private static void changeByteAt(Path file, long position) throws Exception {
        try (RandomAccessFile content = new RandomAccessFile(file.toFile(), "rw")) {
            content.seek(position);
            int value = content.read();
            content.seek(position);
            content.write(value ^ 1);
        }
    }

    private static int cutLastByte(Path file) throws Exception {
        try (RandomAccessFile content = new RandomAccessFile(file.toFile(), "rw")) {
            content.seek(content.length() - 1);
            int last = content.read();
            content.setLength(content.length() - 1);
            return last;
        }
    }

    private static void append(Path file, int value) throws Exception {
        Files.write(file, new byte[] {(byte) value}, StandardOpenOption.APPEND);
    }

    private static List<String> lines(byte[] first, byte[] second) {
        String text = new String(first, StandardCharsets.US_ASCII) + new String(second, StandardCharsets.US_ASCII);
        return text.lines().toList();
    }

    private static List<String> numbersTo(int last) {
        return IntStream.rangeClosed(1, last).mapToObj(Integer::toString).toList();
    }
}
