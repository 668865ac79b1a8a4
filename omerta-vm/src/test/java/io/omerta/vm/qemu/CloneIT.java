package io.omerta.vm.qemu;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.omerta.core.job.ProgramResult;
import io.omerta.core.job.Resources;
import io.omerta.vm.VirtualMachine;
import io.omerta.vm.VmRequest;
import io.omerta.vm.VmState;
import io.omerta.vm.frame.FrameChannel;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Real machines, cloned from a real template. */
@Timeout(300)
class CloneIT {
    private static final Duration TEMPLATE_LIMIT = Duration.ofMinutes(2);

    /** WireGuard, section 5.4.2: type and sender, then the ephemeral key; below Ethernet, IPv4 and UDP. */
    private static final int EPHEMERAL_AT = 14 + 20 + 8 + 8;

    private static final int INITIATION_FRAME_BYTES = 14 + 20 + 8 + 148;

    /** A template for {@link RealImage#request()}, as a hypervisor has made it: to make one takes longer than to use it. */
    @TempDir
    private static Path made;

    @TempDir
    Path directory;

    @BeforeAll
    static void makeTemplate() throws Exception {
        Files.createDirectories(made.resolve("run"));
        try (QemuHypervisor hypervisor = QemuHypervisor.open(TestSettings.withTemplates(made, 0))) {
            assertThat(hypervisor.isPrepared(RealImage.request())).isFalse();
            hypervisor.prepare(RealImage.request());
            await().atMost(TEMPLATE_LIMIT).until(() -> hypervisor.isPrepared(RealImage.request()));
        }
    }

    @BeforeEach
    void copyTemplate() throws Exception {
        Files.createDirectories(directory.resolve("run"));
        // Its memory is a file with holes.
        Process copy = new ProcessBuilder(
                        "cp", "-a", "--sparse=always", made.resolve("templates").toString(), directory.toString())
                .inheritIO()
                .start();
        assertThat(copy.waitFor()).isZero();
    }

    @Test
    void clones_areAwakeAtOnceAndRunJobs() throws Exception {
        try (QemuHypervisor hypervisor = openPrepared(0)) {
            for (int i = 0; i < 3; i++) {
                try (VirtualMachine clone = hypervisor.boot(RealImage.request())) {
                    assertThat(clone.state()).isEqualTo(VmState.READY);
                    assertThat(output(clone, "python3", "-c", "print(6 * 7)")).isEqualTo("42\n");
                }
            }
        }
        assertThat(directory.resolve("run")).isEmptyDirectory();
    }

    @Test
    void clones_areDifferentMachines() throws Exception {
        int count = Integer.getInteger("omerta.clones", 12);
        Set<String> seen = new HashSet<>();
        try (QemuHypervisor hypervisor = openPrepared(0)) {
            for (int i = 0; i < count; i++) {
                try (VirtualMachine clone = hypervisor.boot(RealImage.request())) {
                    String script = "od -An -tx8 -N16 /dev/urandom; cat /proc/sys/kernel/random/boot_id; "
                            + "cat /etc/machine-id /sys/class/net/eth0/address; "
                            + "cat /proc/sys/kernel/random/uuid; "
                            + "python3 -c 'import os, uuid; print(os.urandom(8).hex(), uuid.uuid4())'";
                    seen.addAll(output(clone, "sh", "-c", script).lines().toList());
                }
                try (VirtualMachine clone = hypervisor.boot(RealImage.request())) {
                    seen.add(ephemeralKey(clone));
                }
            }
        }
        assertThat(seen).hasSize(7 * count);
    }

    /** Of the handshake that the job's first packet makes its WireGuard begin. */
    private static String ephemeralKey(VirtualMachine clone) throws Exception {
        GuestRun _ = new GuestRun(clone).start(List.of(), "bash", "-c", "echo >/dev/udp/10.0.0.1/9; sleep 100");
        CompletableFuture<String> key = new CompletableFuture<>();
        try (FrameChannel frames = clone.frames()) {
            Thread.ofVirtual()
                    .start(() -> frames.receive(frame -> {
                        if (frame.remaining() == INITIATION_FRAME_BYTES) {
                            byte[] ephemeral = new byte[32];
                            frame.get(frame.position() + EPHEMERAL_AT, ephemeral);
                            key.complete(HexFormat.of().formatHex(ephemeral));
                        }
                    }));
            return key.get(TEMPLATE_LIMIT.toSeconds(), TimeUnit.SECONDS);
        }
    }

    @Test
    void clone_onWriting_leavesTheTemplateAlone() throws Exception {
        try (QemuHypervisor hypervisor = openPrepared(0)) {
            List<String> names = new ArrayList<>();
            for (int i = 0; i < 2; i++) {
                try (VirtualMachine clone = hypervisor.boot(RealImage.request())) {
                    names.add(output(clone, "sh", "-c", "ls /job /tmp; touch /job/mine /tmp/mine"));
                }
            }
            assertThat(names.get(1)).isEqualTo(names.get(0)).doesNotContain("mine");
        }
    }

    /** The template has one of 2 GiB. */
    @ParameterizedTest
    @ValueSource(longs = {16, 2048, 20_480})
    void clone_hasADiskOfItsOwnSize(long mebibytes) throws Exception {
        VmRequest like = RealImage.request();
        Resources resources =
                new Resources(like.resources().cpus(), like.resources().memoryBytes(), mebibytes * Resources.MEBIBYTE);
        try (QemuHypervisor hypervisor = openPrepared(0);
                VirtualMachine clone = hypervisor.boot(new VmRequest(like.job(), like.image(), resources))) {
            assertThat(clone.state()).isEqualTo(VmState.READY);
            String script = "df -B1M --output=size /job | tail -n1; df -B1M --output=size /tmp | tail -n1; "
                    + "head -c 10M /dev/urandom >/job/x && cp /job/x /tmp/y && sync && cmp /job/x /tmp/y && echo same";
            List<String> lines = output(clone, "sh", "-c", mebibytes > 16 ? script : script.replace("10M", "5M"))
                    .lines()
                    .map(String::strip)
                    .toList();
            assertThat(Long.parseLong(lines.get(0))).isBetween(mebibytes * 80 / 100, mebibytes);
            assertThat(lines.get(1)).isEqualTo(lines.get(0));
            assertThat(lines.get(2)).isEqualTo("same");
            assertThat(blocksOnDisk()).isBetween(mebibytes * 256 * 80 / 100, mebibytes * 256);
        }
    }

    /** As the superblock says, which a clone that remembers a disk of another size could have written over. */
    private long blocksOnDisk() throws Exception {
        try (Stream<Path> files = Files.walk(directory.resolve("run"))) {
            Path disk = files.filter(file -> file.endsWith("scratch.img"))
                    .findFirst()
                    .orElseThrow();
            Process dump = new ProcessBuilder("dumpe2fs", "-h", disk.toString())
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            return dump.inputReader()
                    .lines()
                    .filter(line -> line.startsWith("Block count:"))
                    .mapToLong(line -> Long.parseLong(
                            line.substring("Block count:".length()).strip()))
                    .findFirst()
                    .orElseThrow();
        }
    }

    @Test
    void pool_givesMachinesThatWaited() throws Exception {
        try (QemuHypervisor hypervisor = openPrepared(1)) {
            hypervisor.boot(RealImage.request()).close();
            await().atMost(TEMPLATE_LIMIT).until(() -> hypervisor.waiting() == 1);
            try (VirtualMachine clone = hypervisor.boot(RealImage.request())) {
                assertThat(output(clone, "echo", "x")).isEqualTo("x\n");
            }
        }
        assertThat(directory.resolve("run")).isEmptyDirectory();
    }

    @Test
    void template_whenTamperedWith_isNotUsed() throws Exception {
        Path memory = memoryOfTemplate();
        try (FileChannel channel = FileChannel.open(memory, StandardOpenOption.WRITE)) {
            long unused = channel.write(java.nio.ByteBuffer.wrap(new byte[] {1}), channel.size() / 2 + 12_345);
            assertThat(unused).isEqualTo(1);
        }
        assertBootsInstead(memory);
    }

    @Test
    void template_whenTruncated_isNotUsed() throws Exception {
        Path memory = memoryOfTemplate();
        try (FileChannel channel = FileChannel.open(memory, StandardOpenOption.WRITE)) {
            channel.truncate(channel.size() / 2);
        }
        assertBootsInstead(memory);
    }

    @Test
    void template_whenItsStateIsGarbage_isNotUsed() throws Exception {
        Path memory = memoryOfTemplate();
        Files.write(memory.resolveSibling("state"), new byte[1000]);
        assertBootsInstead(memory);
    }

    private void assertBootsInstead(Path memory) throws Exception {
        try (QemuHypervisor hypervisor = QemuHypervisor.open(TestSettings.withTemplates(directory, 0));
                VirtualMachine machine = hypervisor.boot(RealImage.request())) {
            assertThat(machine.state()).isEqualTo(VmState.BOOTING);
            assertThat(memory).doesNotExist();
            assertThat(output(machine, "echo", "x")).isEqualTo("x\n");
        }
    }

    private Path memoryOfTemplate() throws IOException {
        try (Stream<Path> templates = Files.list(directory.resolve("templates"))) {
            return templates.toList().getFirst().resolve("memory");
        }
    }

    private QemuHypervisor openPrepared(int pool) throws InterruptedException {
        QemuHypervisor hypervisor = QemuHypervisor.open(TestSettings.withTemplates(directory, pool));
        assertThat(hypervisor.isPrepared(RealImage.request())).isTrue();
        return hypervisor;
    }

    private static String output(VirtualMachine machine, String... argv) throws Exception {
        GuestRun run = new GuestRun(machine).start(List.of(), argv);
        assertThat(run.finish().result()).isEqualTo(new ProgramResult.ExitCode(0));
        return new String(run.standardOutput(), java.nio.charset.StandardCharsets.UTF_8);
    }
}
