package io.omerta.endtoend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Virtual machines that end, or stop to answer, while a job runs in them: the job says so, soon, and nothing is left. */
final class VmEndIT {
    /** Of a loaded machine; an idle one needs a tenth. */
    private static final Duration SOON = Duration.ofSeconds(20);

    private static Machine machine;

    @TempDir
    Path served;

    @BeforeAll
    static void start() {
        machine = new Machine(Machine.testImages())
                .configured("{\"multicast\": false, \"vm\": {\"allow_test_image\": true}}\n")
                .started();
        machine.createNetwork("My Team");
    }

    @AfterAll
    static void stop() {
        machine.close();
    }

    @Test
    void guest_powersOff_jobSaysSo() throws IOException {
        assertEnds("as-root sh -c 'echo o >/proc/sysrq-trigger'", "powered off");
    }

    @Test
    void guest_panics_jobSaysSo() throws IOException {
        assertEnds("as-root sh -c 'echo c >/proc/sysrq-trigger'", "panicked");
    }

    /** The script does its evil when what it has said before has arrived. */
    private void assertEnds(String evil, String sentence) throws IOException {
        String script = "echo up; until curl -sf http://requester/go; do sleep 0.1; done; " + evil + "; sleep 300";
        String folder = served.toRealPath().toString();
        try (Command job = machine.startOmerta("submit", "--serve", folder, "--script", script)) {
            await().atMost(Machine.PATIENCE).until(() -> job.stdoutSoFar().equals("up\n"));
            Files.createFile(served.resolve("go"));
            assertFailed(job.finish(SOON), sentence);
        }
    }

    @Test
    void qemu_crashes_jobSaysSo() throws IOException {
        try (Command job = machine.startOmerta("submit", "--script", "echo up; sleep 300")) {
            await().atMost(Machine.PATIENCE).until(() -> job.stdoutSoFar().equals("up\n"));
            signalVirtualMachine("SEGV");
            assertFailed(job.finish(SOON), "crashed");
        }
    }

    @Test
    void virtualMachine_thatAnswersNothing_isEndedByACancel() throws IOException {
        try (Command job = machine.startOmerta("submit", "--script", "echo up; sleep 300")) {
            await().atMost(Machine.PATIENCE).until(() -> job.stdoutSoFar().equals("up\n"));
            signalVirtualMachine("STOP");
            job.signal("INT");
            Command.Result result = job.finish(SOON);
            assertThat(result.exitCode()).as("%s", result).isEqualTo(130);
            machine.awaitNoVirtualMachine(SOON);
        }
    }

    private static void signalVirtualMachine(String signal) throws IOException {
        List<ProcessHandle> running = machine.virtualMachines();
        assertThat(running).hasSize(1);
        String pid = Long.toString(running.getFirst().pid());
        assertThat(new ProcessBuilder("kill", "-s", signal, pid)
                        .start()
                        .onExit()
                        .join()
                        .exitValue())
                .isZero();
    }

    private static void assertFailed(Command.Result result, String sentence) {
        assertThat(result.exitCode()).as("%s", result).isEqualTo(125);
        assertThat(result.stderr()).contains(sentence);
        machine.awaitNoVirtualMachine(SOON);
    }
}
