package io.omerta.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import io.omerta.testkit.FreePorts;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Each wrong input gives one line that says what is wrong, a next step where there is one, and a code that is not 0. */
final class BadInputIT {
    private static Machine machine;
    private static String key;

    @TempDir
    private Path directory;

    @BeforeAll
    static void start() {
        machine = new Machine(Machine.images()).started();
        key = machine.createNetwork("My Team");
    }

    @AfterAll
    static void stop() {
        machine.close();
    }

    private static void assertOneClearLine(Command.Result result, int code, String part) {
        assertThat(result.exitCode()).as("%s", result).isEqualTo(code);
        assertThat(result.stdout()).as("%s", result).isEmpty();
        List<String> lines = result.stderr().lines().toList();
        assertThat(lines).as("%s", result).hasSizeBetween(1, 3);
        assertThat(lines).allMatch(line -> line.startsWith("omerta: ") || line.startsWith("  try: "));
        assertThat(result.stderr())
                .containsIgnoringCase(part)
                .doesNotContain("Exception")
                .doesNotContain("\tat ");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "omerta://join/                 | join key",
                "omerta://join/!!!!             | join key",
                "https://example.com/invite/abc | join key",
                "hello                          | join key",
                "omerta://join/eyJuZXR3b3JrX2tleSI6ICJBQUFBIn0 | join key",
            })
    void joinKey_isMalformed_isRefused(String bad, String part) {
        assertOneClearLine(machine.omerta("network", "join", "--key", bad), 2, part);
    }

    @Test
    void joinKey_isCutOff_isRefused() {
        assertOneClearLine(
                machine.omerta("network", "join", "--key", key.substring(0, key.length() - 20)), 2, "join key");
    }

    @Test
    void network_isUnknown_isRefused() {
        assertOneClearLine(machine.omerta("submit", "--network", "My Taem", "--script", "true"), 125, "My Taem");
        assertOneClearLine(machine.omerta("network", "show", "Nobody"), 4, "Nobody");
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "-1", "9223372036854775808", "9223372036854775807", "much", "12.5", ""})
    void memory_isNonsense_isUsageError(String memory) {
        assertOneClearLine(machine.omerta("submit", "--memory", memory, "--script", "true"), 2, "memory");
    }

    @Test
    void request_isLargerThanAnyProvider_isRefusedWithTheReason() {
        Command.Result result = machine.omerta("run", "--cpu", "64", "--", "true");
        assertOneClearLine(result, 125, "no provider can take this job");
        assertThat(result.stderr()).contains("  try: omerta run --cpu");
    }

    @Test
    void language_isUnknown_isRefused() {
        assertOneClearLine(machine.omerta("submit", "--language", "cobol", "--script", "x"), 125, "cobol");
    }

    @Test
    void script_has20Megabytes_isRefused() throws IOException {
        Path script = directory.resolve("big.sh");
        Files.write(script, new byte[20 << 20]);
        assertOneClearLine(machine.omerta("submit", "--file", script.toString()), 125, "at most 16 MiB");
    }

    @Test
    void daemon_doesNotRun_isSaid() {
        try (Machine other = new Machine(Machine.images())) {
            assertOneClearLine(other.omerta("jobs"), 3, "omertad is not running");
            assertOneClearLine(other.omerta("submit", "--script", "true"), 125, "omertad is not running");
        }
    }

    @Test
    void port_isTaken_daemonDoesNotStart() throws IOException {
        try (Machine other = new Machine(Machine.images());
                ServerSocket taken = new ServerSocket(0, 1, InetAddress.getByName("0.0.0.0"))) {
            assertOneClearLine(
                    other.omertad("start", "--port", Integer.toString(taken.getLocalPort())),
                    1,
                    Integer.toString(taken.getLocalPort()));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"{", "[]", "{\"prot\": 1}", "{\"port\": \"many\"}", "{\"port\": 99999}", "\u0000\u0001"})
    void configuration_isCorrupt_daemonDoesNotStartAndKeepsIt(String json) throws IOException {
        try (Machine other = new Machine(Machine.images()).configured(json)) {
            assertOneClearLine(other.omertad("start"), 1, "config.json");
            assertThat(other.home().resolve("config.json")).hasContent(json);
        }
    }

    @Test
    void networks_areCorrupt_daemonDoesNotStartAndKeepsThem() throws IOException {
        try (Machine other = new Machine(Machine.images()).configured("{}")) {
            Path networks = other.home().resolve("networks.json");
            Files.writeString(networks, "{\"networks\": [");
            assertOneClearLine(other.omertad("start"), 1, "networks.json");
            assertThat(networks).hasContent("{\"networks\": [");
        }
    }

    @Test
    void image_isMissing_jobIsRefused() throws IOException {
        try (Machine other =
                Machine.fresh(Files.createDirectory(directory.resolve("none"))).started()) {
            other.createNetwork("Alone");
            assertOneClearLine(other.omerta("submit", "--script", "true"), 125, "image");
            assertThat(other.json("status").toString()).contains("image");
        }
    }

    @Test
    void image_hasAWrongDigest_jobIsRefused() throws IOException {
        Path copy = Files.createDirectories(directory.resolve("images/broken"));
        try (Stream<Path> files = Files.list(Path.of(System.getProperty("omerta.image")))) {
            for (Path file : files.toList()) {
                Files.copy(file, copy.resolve(file.getFileName()), StandardCopyOption.COPY_ATTRIBUTES);
            }
        }
        byte[] initramfs = Files.readAllBytes(copy.resolve("initramfs.cpio"));
        initramfs[initramfs.length / 2] ^= 1;
        Files.write(copy.resolve("initramfs.cpio"), initramfs);
        try (Machine other = Machine.fresh(copy.getParent()).started()) {
            other.createNetwork("Alone");
            assertOneClearLine(other.omerta("submit", "--script", "true"), 125, "image");
        }
    }

    @Test
    void disk_isFull_jobIsRefusedAndTheDaemonStays() throws IOException, InterruptedException {
        Path small = Files.createDirectory(directory.resolve("small"));
        sh("mount -t tmpfs -o size=700m,mode=0700 tmpfs " + small + " && mkdir -m 0700 " + small + "/home");
        try (Machine other =
                Machine.fresh(small.resolve("home"), Machine.images()).started()) {
            other.createNetwork("Alone");
            sh("dd if=/dev/zero of=" + small + "/filler bs=1M 2>/dev/null; true");
            assertOneClearLine(other.omerta("submit", "--disk", "64", "--script", "true"), 125, "disk");
            sh("rm " + small + "/filler");
            Command.Result result = other.omerta("submit", "--disk", "64", "--script", "echo again");
            assertThat(result.stdout()).as("%s", result).isEqualTo("again\n");
        } finally {
            sh("umount " + small);
        }
    }

    @Test
    void secondDaemon_onTheSameHome_isRefused() {
        Command.Result result = machine.omertad("start", "--port", Integer.toString(FreePorts.any()));
        assertThat(result.exitCode()).as("%s", result).isEqualTo(1);
        assertThat(result.stderr()).contains("already");
    }

    @Test
    void command_isMistyped_isSuggested() {
        Command.Result result = machine.omerta("staus");
        assertOneClearLine(result, 2, "did you mean \"status\"");
    }

    private static void sh(String line) {
        try (Command command = Command.start(Map.of(), List.of("sh", "-c", line))) {
            Command.Result result = command.finish(Machine.PATIENCE);
            assertThat(result.exitCode()).as("%s: %s", line, result).isZero();
        }
    }
}
