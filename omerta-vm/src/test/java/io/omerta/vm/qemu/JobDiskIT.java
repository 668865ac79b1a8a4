package io.omerta.vm.qemu;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.omerta.core.config.Configuration;
import io.omerta.core.job.ProgramResult;
import io.omerta.core.job.Resources;
import io.omerta.testkit.SmallDisk;
import io.omerta.vm.VirtualMachine;
import io.omerta.vm.VmRequest;
import io.omerta.vm.agent.AgentEvent;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a job has of its disk, in real machines. */
@Timeout(300)
class JobDiskIT {
    private static final long MEBIBYTE = Resources.MEBIBYTE;

    @TempDir
    Path directory;

    @ParameterizedTest
    @ValueSource(longs = {64, 2048, 20_480})
    void disk_hasTheSizeThatWasAsked_andNothingIsLeftOfIt(long mebibytes) throws Exception {
        RunningHypervisor running = RunningHypervisor.open(directory, Configuration.Acceleration.TCG);
        try (VirtualMachine machine = boot(running, mebibytes)) {
            GuestRun run = new GuestRun(machine).start(List.of(), "sh", "-c", """
                set -e
                df -B1M --output=size,avail /job /tmp /var/tmp | tail -n3
                for place in /job /tmp /var/tmp; do
                    printf '#!/bin/sh\\necho run\\n' >$place/program
                    chmod +x $place/program
                    $place/program
                done
                stat -c '%U %a' /job /tmp /var/tmp
                id -u
                """);
            assertThat(run.finish().result()).isEqualTo(new ProgramResult.ExitCode(0));
            List<String> lines = text(run).lines().map(String::strip).toList();
            for (String line : lines.subList(0, 3)) {
                for (String size : line.split(" +")) {
                    assertThat(Long.parseLong(size)).isBetween(mebibytes * 94 / 100, mebibytes);
                }
            }
            assertThat(lines.subList(3, lines.size()))
                    .containsExactly("run", "run", "run", "omerta 755", "root 1777", "root 1777", "1000");
        }
        running.close();
        running.assertNothingIsLeft();
    }

    @Test
    void whatIsDeleted_isGivenBack() throws Exception {
        RunningHypervisor running = RunningHypervisor.open(directory, Configuration.Acceleration.TCG);
        try (VirtualMachine machine = boot(running, 2048)) {
            GuestRun run = new GuestRun(machine).start(List.of(), "sh", "-c", """
                trap looked=yes TERM
                head -c 200M /dev/urandom >big && sync && echo written
                while [ -z "$looked" ]; do sleep 0.2; done
                rm big && sync && echo deleted && sleep 1000
                """);
            awaitText(run, "written\n");
            Path disk = disk();
            assertThat(kibibytes(disk)).isGreaterThan(200 << 10);
            machine.agent().signal(15);
            awaitText(run, "written\ndeleted\n");
            await().atMost(Duration.ofSeconds(20)).until(() -> kibibytes(disk) < 20 << 10);
        }
        running.close();
        running.assertNothingIsLeft();
    }

    /** More than the whole memory of its machine, which a file in memory could not be. */
    @Test
    void largeFile_isNoMemory() throws Exception {
        RunningHypervisor running = RunningHypervisor.open(directory, Configuration.Acceleration.TCG);
        try (VirtualMachine machine = boot(running, 2048)) {
            GuestRun run = new GuestRun(machine).start(List.of(), "sh", "-c", """
                head -c 10M /dev/urandom >block
                blocks() { for i in $(seq 30); do echo $i; cat block; done | head -c 300M; }
                blocks >big; blocks | cmp - big && echo same; stat -c %s big
                """);
            AgentEvent.Ended ended = run.finish();
            List<String> lines = text(run).lines().toList();
            assertThat(ended.result()).isEqualTo(new ProgramResult.ExitCode(0));
            assertThat(ended.outOfMemory()).isFalse();
            assertThat(lines).containsExactly("same", Long.toString(300 << 20));
        }
        running.close();
        running.assertNothingIsLeft();
    }

    /** Where the host has no room although the job was promised it: the job hears of it, and the machine does not stand still. */
    @Test
    void hostsDisk_isFull_endsTheJobAtOnce() throws Exception {
        Path small = Files.createDirectory(directory.resolve("small"));
        try (SmallDisk _ = SmallDisk.mount(small, 64 << 10)) {
            RunningHypervisor running = RunningHypervisor.open(small, Configuration.Acceleration.TCG);
            try (VirtualMachine machine = boot(running, 2048)) {
                GuestRun run = new GuestRun(machine).start(List.of(), "sh", "-c", """
                    echo start; head -c 300M /dev/urandom >big; echo written; sleep 1000
                    """);
                AgentEvent.Ended ended = run.finish();
                assertThat(ended.diskFailed()).isTrue();
                assertThat(ended.diskFull()).isFalse();
                assertThat(ended.result()).isEqualTo(new ProgramResult.Signal(9));
                assertThat(ended.wall()).isLessThan(Duration.ofSeconds(60));
                assertThat(text(run)).startsWith("start\n");
            }
            assertThat(small.toFile().getUsableSpace()).isGreaterThan(60 * MEBIBYTE);
            running.close();
            running.assertNothingIsLeft();
        }
    }

    private static VirtualMachine boot(RunningHypervisor running, long diskMebibytes) throws Exception {
        VmRequest like = RealImage.request();
        Resources resources = new Resources(1, 128 * MEBIBYTE, diskMebibytes * MEBIBYTE);
        return running.hypervisor().boot(new VmRequest(like.job(), like.image(), resources));
    }

    private static String text(GuestRun run) {
        return new String(run.standardOutput(), StandardCharsets.UTF_8);
    }

    private static void awaitText(GuestRun run, String expected) throws InterruptedException {
        while (!text(run).equals(expected)) {
            assertThat(run.next()).isInstanceOf(AgentEvent.Output.class);
        }
    }

    private Path disk() throws IOException {
        try (Stream<Path> files = Files.walk(directory)) {
            return files.filter(file -> file.endsWith("scratch.img"))
                    .findFirst()
                    .orElseThrow();
        }
    }

    /** What a file takes on the host. */
    private static long kibibytes(Path file) throws IOException, InterruptedException {
        Process process = new ProcessBuilder("du", "-k", file.toString()).start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).isZero();
        return Long.parseLong(output.split("\t", 2)[0]);
    }
}
