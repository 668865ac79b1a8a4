package io.omerta.endtoend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

/** Jobs in real virtual machines, through the real commands, on one machine that lends to itself. */
final class JobIT {
    private static Machine machine;

    @TempDir
    private Path directory;

    @BeforeAll
    static void start() {
        machine = Machine.fresh(Machine.images()).started();
        machine.createNetwork("My Team");
    }

    @AfterAll
    static void stop() {
        machine.close();
    }

    @Test
    void pythonJobOfTheReadme_isSubmitted_printsHello() {
        Command.Result result = machine.omerta(
                "submit",
                "--network",
                "My Team",
                "--script",
                "print('Hello from Omerta!')",
                "--language",
                "python",
                "--cpu",
                "2",
                "--memory",
                "4096",
                "--description",
                "Test job");

        assertThat(result.exitCode()).as("%s", result).isZero();
        assertThat(result.stdout()).isEqualTo("Hello from Omerta!\n");
        assertThat(result.stderr()).contains("omerta: job ").contains("2 CPU, 4096 MB");
    }

    @Test
    void shellJobOfTheReadme_isSubmitted_printsHello() {
        Command.Result result =
                machine.omerta("submit", "--script", "echo 'Hello World'", "--cpu", "1", "--memory", "512");

        assertThat(result.exitCode()).as("%s", result).isZero();
        assertThat(result.stdout()).isEqualTo("Hello World\n");
    }

    @Test
    void commandLine_isRun_keepsStreamsApartAndGivesItsCode() {
        Command.Result result = machine.omerta("run", "-q", "--", "sh", "-c", "echo hi; echo oops >&2; exit 3");

        assertThat(result.exitCode()).isEqualTo(3);
        assertThat(result.stdout()).isEqualTo("hi\n");
        assertThat(result.stderr()).isEqualTo("oops\n");
    }

    @Test
    void localProgram_isRun_travelsAlong() throws IOException {
        Path program = directory.resolve("greet");
        Files.writeString(program, "#!/bin/sh\necho \"hello $1 from $(id -un)\"\n");
        assertThat(program.toFile().setExecutable(true)).isTrue();
        Path relative = Path.of("").toAbsolutePath().relativize(program);

        Command.Result result = machine.omerta("run", "-q", "--", relative.toString(), "you");

        assertThat(result.exitCode()).as("%s", result).isZero();
        assertThat(result.stdout()).isEqualTo("hello you from omerta\n");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "exit 0                  | 0",
                "exit 1                  | 1",
                "exit 125                | 125",
                "exit 255                | 255",
                "kill -TERM $$           | 143",
                "kill -KILL $$           | 137",
                "exec /nowhere/program   | 127",
                "exec /etc/passwd        | 126",
            })
    void program_ends_codeIsItsOwn(String script, int code) throws IOException {
        Path record = directory.resolve("result.json");

        Command.Result result = machine.omerta("submit", "--script", script, "--result", record.toString());

        assertThat(result.exitCode()).as("%s", result).isEqualTo(code);
        JsonNode outcome = Machine.parse(Files.readString(record));
        assertThat(outcome.get("v").asInt()).isEqualTo(1);
        assertThat(outcome.toString()).contains("COMPLETED");
    }

    @Test
    void program_isMissing_codeIs127() {
        assertThat(machine.omerta("run", "--", "no-such-program").exitCode()).isEqualTo(127);
    }

    @Test
    void output_isWrittenDuringTheJob_arrivesBeforeItsEnd() {
        try (Command job = machine.startOmerta("submit", "--script", "echo first; echo second >&2; sleep 300")) {
            await().atMost(Machine.PATIENCE).untilAsserted(() -> {
                assertThat(job.stdoutSoFar()).isEqualTo("first\n");
                assertThat(job.stderrSoFar()).contains("second\n");
            });
            assertThat(job.isAlive()).isTrue();

            job.signal("INT");

            Command.Result result = job.finish(Machine.PATIENCE);
            assertThat(result.exitCode()).as("%s", result).isEqualTo(130);
            machine.awaitNoVirtualMachine(Duration.ofSeconds(20));
        }
    }

    @Test
    void binaryOutput_onBothStreams_isByteExact() throws IOException {
        String script = """
            import os,random
            r=random.Random(7)
            for i in range(400):
                os.write(1+i%2, r.randbytes(10007))
            """;
        Command.Result result = machine.omerta("submit", "-q", "--language", "python", "--script", script);

        assertThat(result.exitCode()).isZero();
        assertThat(result.stdoutBytes()).hasSize(200 * 10007);
        // The same generator, asked here: python3 is on every machine that runs the tests.
        String local = """
            import random,hashlib
            r=random.Random(7)
            h=[hashlib.sha256(),hashlib.sha256()]
            for i in range(400): h[i%2].update(r.randbytes(10007))
            print(h[0].hexdigest())
            """;
        try (Command python = Command.start(java.util.Map.of(), java.util.List.of("python3", "-c", local))) {
            assertThat(sha256(result.stdoutBytes()))
                    .isEqualTo(python.finish(Duration.ofSeconds(30)).stdout().strip());
        }
    }

    @Test
    void job_hasEnded_reportsWhatItTook() {
        Command.Result submitted = machine.omerta(
                "submit", "--detach", "--script", "python3 -c 'x=bytearray(50<<20)\nfor i in range(2000000): pass'");
        assertThat(submitted.exitCode()).as("%s", submitted).isZero();
        String id = submitted.stdout().strip();
        assertThat(machine.omerta("wait", id).exitCode()).isZero();

        JsonNode job = jobNamed(id);

        assertThat(job.get("state").asString()).isEqualTo("COMPLETED");
        JsonNode usage = job.get("end").get("usage");
        assertThat(usage.get("running_ms").asLong()).isPositive();
        assertThat(usage.get("cpu_ms").asLong()).isPositive();
        assertThat(usage.get("peak_memory_bytes").asLong()).isBetween(50L << 20, 512L << 20);
        assertThat(usage.has("bytes_in")).isTrue();
        assertThat(usage.has("bytes_out")).isTrue();
        assertThat(machine.omerta("logs", id).exitCode()).isZero();
    }

    @Test
    void timeLimit_isOver_codeIs124() {
        Command.Result result = machine.omerta("submit", "--time-limit", "2s", "--script", "echo on; sleep 300");

        assertThat(result.exitCode()).as("%s", result).isEqualTo(124);
        assertThat(result.stdout()).isEqualTo("on\n");
        assertThat(result.stderr()).contains("time limit");
    }

    @Test
    void outputLimit_isReached_outputEndsThere() {
        Command.Result result = machine.omerta("submit", "--output-limit", "1M", "--script", "yes");

        assertThat(result.exitCode()).as("%s", result.stderr()).isEqualTo(125);
        assertThat(result.stdoutBytes()).hasSizeLessThanOrEqualTo(1 << 20);
        assertThat(result.stderr()).contains("output limit");
    }

    @Test
    void memory_runsOut_sentenceSaysSo() {
        Command.Result result = machine.omerta(
                "run", "--memory", "64", "--", "python3", "-c", "x = []\nwhile True: x.append(bytes([1]) * (1 << 20))");

        assertThat(result.exitCode()).as("%s", result).isEqualTo(137);
        assertThat(result.stdout()).isEmpty();
        assertThat(result.stderr()).contains("out of memory (limit 64 MB");
    }

    @Test
    void forkBomb_goesOff_sentenceSaysSo() {
        Command.Result result = machine.omerta("submit", "--script", "f() { f | f & }; f; sleep 300");

        assertThat(result.exitCode()).as("%s", result).isNotZero();
        assertThat(result.stderr()).contains("too many processes (limit 512)");
        machine.awaitNoVirtualMachine(Duration.ofSeconds(20));
    }

    @Test
    void disk_isFull_sentenceSaysSo() {
        Command.Result result =
                machine.omerta("submit", "--disk", "64", "--script", "dd if=/dev/urandom of=big bs=1M || exit 9");

        assertThat(result.exitCode()).as("%s", result).isEqualTo(9);
        assertThat(result.stderr()).contains("its disk was full (64 MB)").contains("--disk 128");
    }

    @Test
    void runningJob_isCancelled_endsCancelled() {
        String id = machine.omerta("submit", "--detach", "--script", "echo started; sleep 300")
                .stdout()
                .strip();
        await().atMost(Machine.PATIENCE)
                .untilAsserted(
                        () -> assertThat(machine.omerta("logs", id).stdout()).isEqualTo("started\n"));

        assertThat(machine.omerta("cancel", id).exitCode()).isZero();

        await().atMost(Duration.ofSeconds(20))
                .untilAsserted(
                        () -> assertThat(jobNamed(id).get("state").asString()).isEqualTo("CANCELLED"));
        machine.awaitNoVirtualMachine(Duration.ofSeconds(20));
    }

    @Test
    void twoCpusAreLent_threeJobs_lastOneWaitsItsTurn() {
        String first = machine.omerta("submit", "--detach", "--cpu", "2", "--script", "sleep 3")
                .stdout()
                .strip();
        String second = machine.omerta("submit", "--detach", "--cpu", "2", "--script", "echo two")
                .stdout()
                .strip();
        String third = machine.omerta("submit", "--detach", "--cpu", "1", "--script", "echo three")
                .stdout()
                .strip();
        for (String id : java.util.List.of(first, second, third)) {
            assertThat(machine.omerta("wait", id).exitCode()).isZero();
        }
        assertThat(startOf(first)).isLessThan(startOf(second));
        assertThat(startOf(second)).isLessThanOrEqualTo(startOf(third));
    }

    @Test
    void cli_isKilled_foregroundJobIsCancelled() {
        try (Command job = machine.startOmerta("submit", "--script", "echo up; sleep 300")) {
            await().atMost(Machine.PATIENCE).until(() -> job.stdoutSoFar().equals("up\n"));
            job.signal("KILL");
        }
        machine.awaitNoVirtualMachine(Duration.ofSeconds(30));
    }

    private static String startOf(String id) {
        return jobNamed(id).get("started_at").asString();
    }

    private static JsonNode jobNamed(String id) {
        for (JsonNode job : machine.json("jobs").get("jobs")) {
            if (job.get("job_id").asString().startsWith(id)) {
                return job;
            }
        }
        throw new AssertionError("no job " + id);
    }

    static String sha256(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    static byte[] randomBytes(int count, long seed) {
        byte[] bytes = new byte[count];
        new Random(seed).nextBytes(bytes);
        return Arrays.copyOf(bytes, count);
    }
}
