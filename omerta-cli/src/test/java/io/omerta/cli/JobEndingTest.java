package io.omerta.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.omerta.core.job.Cause;
import io.omerta.core.job.JobEnd;
import io.omerta.core.job.JobState;
import io.omerta.standin.Ends;
import io.omerta.standin.ScriptedDaemon;
import io.omerta.standin.TestShell;
import java.io.IOException;
import java.nio.file.Files;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class JobEndingTest {
    private static final String STATUS = "omerta: job 7k3f on ";

    @AutoClose
    private final TestShell shell = TestShell.open();

    static Stream<Arguments> ends() {
        return Stream.of(
                Arguments.of(Ends.truncated(0), 125, "job 7k3f: part of its output was lost"),
                Arguments.of(Ends.truncated(7), 7, "job 7k3f: part of its output was lost"),
                Arguments.of(
                        Ends.of(JobState.FAILED, Cause.OUT_OF_MEMORY, ""),
                        137,
                        "job 7k3f was killed: out of memory (limit 256 MB, peak 256 MB)"),
                Arguments.of(
                        Ends.of(JobState.TIMED_OUT, Cause.TIME_LIMIT, ""),
                        124,
                        "job 7k3f was stopped: it ran longer than its time limit (0.4 s)"),
                Arguments.of(
                        Ends.of(JobState.FAILED, Cause.OUTPUT_LIMIT, ""),
                        125,
                        "job 7k3f was stopped: it wrote more than its output limit"),
                Arguments.of(Ends.of(JobState.CANCELLED, Cause.CANCELLED, ""), 130, "job 7k3f was cancelled"),
                Arguments.of(
                        Ends.of(JobState.ROGUE_CONNECTION_DETECTED, Cause.ROGUE_CONNECTION, "it sent IPv6"),
                        125,
                        "job 7k3f was ended: it sent IPv6"),
                Arguments.of(
                        Ends.of(JobState.REJECTED, Cause.NO_PROVIDER, "no provider can take this job: 1 asked"),
                        125,
                        "no provider can take this job: 1 asked"),
                Arguments.of(
                        Ends.of(JobState.FAILED, Cause.PROVIDER_LOST, "moss-otter did not answer for 60 s"),
                        125,
                        "job 7k3f failed: moss-otter did not answer for 60 s"),
                Arguments.of(
                        Ends.of(JobState.FAILED, Cause.VM_FAILED, "its VM crashed"),
                        125,
                        "job 7k3f failed: its VM crashed"),
                Arguments.of(
                        Ends.of(JobState.FAILED, Cause.LEASE_EXPIRED, "silent for 60 s"),
                        125,
                        "job 7k3f failed: silent for 60 s"),
                Arguments.of(
                        Ends.of(JobState.FAILED, Cause.PROVIDER_FAILED, "its disk is full"),
                        125,
                        "job 7k3f failed: its disk is full"),
                Arguments.of(
                        Ends.of(JobState.FAILED, Cause.PROVIDER_NOT_BELIEVED, "the job was ended: it makes no sense"),
                        125,
                        "job 7k3f was ended: it makes no sense"),
                Arguments.of(
                        Ends.of(JobState.FAILED, Cause.REQUESTER_STOPPED, "omertad was stopped"),
                        125,
                        "job 7k3f failed: omertad was stopped"));
    }

    @ParameterizedTest
    @MethodSource("ends")
    void submit_onEnd_saysWhyAndExitsWithTheCodeOfTheContract(JobEnd end, int code, String sentence) {
        shell.with(new ScriptedDaemon().running().ending(end));
        TestShell.Outcome outcome = shell.omerta("submit", "--script", "x", "--memory", "256");
        assertThat(outcome.exitCode()).isEqualTo(code);
        assertThat(outcome.err().lines().skip(1).findFirst()).contains("omerta: " + sentence);
    }

    @Test
    void submit_onEveryExitCodeAndSignal_exitsLikeAShell() {
        Map<JobEnd, Integer> codes = new HashMap<>();
        IntStream.range(0, 256).forEach(code -> codes.put(Ends.exit(code), code));
        IntStream.rangeClosed(1, 64).forEach(signal -> codes.put(Ends.signal(signal), 128 + signal));
        ScriptedDaemon daemon = new ScriptedDaemon();
        shell.with(daemon);
        for (Map.Entry<JobEnd, Integer> each : codes.entrySet()) {
            daemon.anew().running().ending(each.getKey());
            TestShell.Outcome outcome = shell.omerta("submit", "--script", "x");
            assertThat(outcome.exitCode()).isEqualTo(each.getValue());
            assertThat(outcome.err().lines()).allMatch(line -> line.startsWith(STATUS));
        }
    }

    @Test
    void outOfMemory_ofARun_triesWithTwiceAsMuch() {
        shell.with(new ScriptedDaemon().running().ending(Ends.of(JobState.FAILED, Cause.OUT_OF_MEMORY, "")));
        assertThat(shell.omerta("run", "--memory", "256", "--", "sh", "-c", "echo $x")
                        .err())
                .endsWith("  try: omerta run --memory 512 -- sh -c 'echo $x'\n");
        assertThat(shell.omerta("run", "--", "leak").err()).endsWith("  try: omerta run --memory 1024 -- leak\n");
    }

    @Test
    void fullDisk_ofARun_triesWithTwiceAsMuch() {
        shell.with(new ScriptedDaemon().running().ending(Ends.of(JobState.FAILED, Cause.DISK_FULL, "")));
        assertThat(shell.omerta("run", "--disk", "1G", "--", "fill").err())
                .endsWith("job 7k3f: its disk was full\n  try: omerta run --disk 2048 -- fill\n");
    }

    @Test
    void failure_withQuiet_isTheLastLineOfStandardError() {
        shell.with(new ScriptedDaemon()
                .running()
                .stderr("oops\n")
                .ending(Ends.of(JobState.FAILED, Cause.VM_FAILED, "its VM crashed")));
        assertThat(shell.omerta("submit", "-q", "--script", "x").err())
                .isEqualTo("oops\nomerta: job 7k3f failed: its VM crashed\n");
    }

    @Test
    void result_ofAJob_tellsItsOwn125FromOmertas() throws IOException {
        shell.with(new ScriptedDaemon().running().ending(Ends.exit(125)));
        assertThat(shell.omerta("submit", "--script", "x", "--result", "r.json").exitCode())
                .isEqualTo(125);
        assertThat(Files.readString(shell.folder.resolve("r.json")))
                .startsWith("{\"v\":1,\"job_id\":\"" + ScriptedDaemon.JOB_ID + "\",\"code\":125,")
                .contains("\"outcome\":\"PROGRAM_ENDED\"", "\"exit_code\":125", "\"running_ms\":400");
    }

    @Test
    void result_withoutDaemon_saysThatOmertaFailed() throws IOException {
        assertThat(shell.omerta("submit", "--script", "x", "--result", "r.json").exitCode())
                .isEqualTo(125);
        assertThat(Files.readString(shell.folder.resolve("r.json")))
                .contains("\"code\":125,\"outcome\":\"OMERTA_FAILED\"", "\"code\":\"DAEMON_UNREACHABLE\"");
    }

    @Test
    void result_whereItCannotBeWritten_submitsNothing() {
        ScriptedDaemon daemon = new ScriptedDaemon();
        shell.with(daemon);
        TestShell.Outcome outcome = shell.omerta("submit", "--script", "x", "--result", "no/such/folder");
        assertThat(outcome.exitCode()).isEqualTo(125);
        assertThat(daemon.submitted).isEmpty();
    }

    @Test
    void wait_onEnd_printsNothingAndExitsWithTheJobsCode() {
        shell.with(new ScriptedDaemon().running().stdout("hi\n").ending(Ends.exit(3)));
        assertThat(shell.omerta("wait", "7k3f")).isEqualTo(new TestShell.Outcome(3, "", ""));
    }

    @Test
    void logsFollow_onEnd_printsTheOutputAndExitsWithTheJobsCode() {
        shell.with(
                new ScriptedDaemon().running().stdout("hi\n").stderr("oops\n").ending(Ends.exit(3)));
        assertThat(shell.omerta("logs", "-f", "7k3f")).isEqualTo(new TestShell.Outcome(3, "hi\n", "oops\n"));
        assertThat(shell.omerta("logs", "7k3f")).isEqualTo(new TestShell.Outcome(0, "hi\n", "oops\n"));
    }
}
