package io.omerta.endtoend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.omerta.core.file.FolderTree;
import io.omerta.testkit.FreePorts;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * One machine of a user: a home of its own, the real {@code omertad} and {@code omerta} of the checkout. Closing it stops
 * the daemon and checks that nothing of it is left.
 */
final class Machine implements AutoCloseable {
    static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final JsonMapper JSON = new JsonMapper();

    private final Path home;
    private final int port;
    private final boolean experienced;
    private final Map<String, String> environment = new HashMap<>();
    private List<String> prefix = List.of();

    /** A machine that has lent before, so that its first job finds a template. */
    Machine(Path images) {
        this(temporaryHome(), images, true);
    }

    /** One on which nothing has run yet. */
    static Machine fresh(Path images) {
        return fresh(temporaryHome(), images);
    }

    static Machine fresh(Path home, Path images) {
        return new Machine(home, images, false);
    }

    private Machine(Path home, Path images, boolean experienced) {
        this.home = home;
        this.experienced = experienced;
        this.port = FreePorts.any();
        environment.put("OMERTA_HOME", home.toString());
        environment.put("OMERTA_IMAGES", images.toString());
    }

    /** The directory of plain images that bin/test has built. */
    static Path images() {
        return required("omerta.image").getParent();
    }

    /** The directory of images in which a job can become root. */
    static Path testImages() {
        return required("omerta.testImage").getParent();
    }

    private static Path required(String property) {
        String value = System.getProperty(property);
        if (value == null) {
            throw new AssertionError(
                    "-D" + property + " is missing: the tests with virtual machines are run by bin/test");
        }
        return Path.of(value);
    }

    static Path checkout() {
        return Path.of(System.getProperty("omerta.root"));
    }

    Path home() {
        return home;
    }

    int port() {
        return port;
    }

    Machine configured(String json) {
        try {
            Files.createDirectories(home);
            Files.writeString(home.resolve("config.json"), json);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return this;
    }

    /** @param command what stands before its daemon's own command line */
    Machine behind(List<String> command) {
        prefix = command;
        return this;
    }

    /** Unless something else is configured, nothing is sent to the LAN of the machine that tests. */
    Machine started() {
        if (!Files.exists(home.resolve("config.json"))) {
            configured("{\"multicast\": false}");
        }
        if (experienced) {
            Experience.giveTo(home);
        }
        Command.Result result = omertad("start", "--port", Integer.toString(port));
        assertThat(result.exitCode()).as("%s", result).isZero();
        return this;
    }

    Command.Result omertad(String... arguments) {
        return run("omertad", arguments);
    }

    Command.Result omerta(String... arguments) {
        return run("omerta", arguments);
    }

    private Command.Result run(String program, String... arguments) {
        try (Command command = startProgram(program, arguments)) {
            return command.finish(PATIENCE);
        }
    }

    Command startOmerta(String... arguments) {
        return startProgram("omerta", arguments);
    }

    private Command startProgram(String program, String... arguments) {
        List<String> line = new ArrayList<>(program.equals("omertad") ? prefix : List.of());
        line.add(checkout().resolve("bin").resolve(program).toString());
        line.addAll(Arrays.asList(arguments));
        return Command.start(environment, line);
    }

    /** The object that a command prints with --json. */
    JsonNode json(String... arguments) {
        List<String> all = new ArrayList<>(Arrays.asList(arguments));
        all.add("--json");
        Command.Result result = omerta(all.toArray(String[]::new));
        assertThat(result.exitCode()).as("%s", result).isZero();
        return JSON.readTree(result.stdout());
    }

    static JsonNode parse(String json) {
        return JSON.readTree(json);
    }

    /** Creates a network here and returns its join key. */
    String createNetwork(String name) {
        Command.Result result = omerta("network", "create", "--name", name);
        assertThat(result.exitCode()).as("%s", result).isZero();
        return result.stdout()
                .lines()
                .flatMap(line -> Stream.of(line.split("\\s+")))
                .filter(word -> word.startsWith("omerta://join/"))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no join key in " + result));
    }

    long daemonPid() {
        return json("status").get("pid").asLong();
    }

    /** As a crash or the kernel would. */
    void killDaemon() {
        long pid = daemonPid();
        ProcessHandle.of(pid).orElseThrow().destroyForcibly();
        await().atMost(Duration.ofSeconds(10))
                .until(() ->
                        ProcessHandle.of(pid).map(process -> !process.isAlive()).orElse(true));
    }

    /** QEMU processes of this home: those of jobs, and those that become templates or wait for a job. */
    private List<ProcessHandle> allVirtualMachines() {
        return ProcessHandle.allProcesses()
                .filter(process -> directoryOf(process).startsWith(home.resolve("run")))
                .filter(process -> commandLine(process.pid()).contains("qemu-system"))
                .toList();
    }

    /** QEMU processes of this home that work for a job. */
    List<ProcessHandle> virtualMachines() {
        return allVirtualMachines().stream().filter(Machine::worksForAJob).toList();
    }

    private static boolean worksForAJob(ProcessHandle process) {
        try {
            String job = JSON.readTree(Files.readString(directoryOf(process).resolve("owner.json")))
                    .get("job")
                    .asString();
            return !job.matches("a*");
        } catch (IOException e) {
            return false;
        }
    }

    private static Path directoryOf(ProcessHandle process) {
        try {
            return Files.readSymbolicLink(Path.of("/proc", Long.toString(process.pid()), "cwd"));
        } catch (IOException e) {
            return Path.of("/");
        }
    }

    private static String commandLine(long pid) {
        try {
            return Files.readString(Path.of("/proc", Long.toString(pid), "cmdline"))
                    .replace('\0', ' ');
        } catch (IOException e) {
            return "";
        }
    }

    void awaitNoVirtualMachine(Duration limit) {
        await().atMost(limit).untilAsserted(() -> assertThat(virtualMachines()).isEmpty());
    }

    @Override
    public void close() {
        Command.Result result = omertad("stop");
        assertThat(result.exitCode()).as("omertad stop: %s", result).isIn(0, 3);
        await().atMost(Duration.ofSeconds(10)).untilAsserted(() -> {
            assertThat(allVirtualMachines()).isEmpty();
            assertThat(processesOfThisHome()).isEmpty();
        });
        assertThat(leftIn("run")).isEmpty();
        assertThat(home.resolve("omertad.sock")).doesNotExist();
        if (experienced) {
            Experience.takeFrom(home);
        }
        deleteHome();
    }

    /** Processes that work for this home, the daemon included: their environment names it. */
    private List<String> processesOfThisHome() {
        return ProcessHandle.allProcesses()
                .filter(process -> process.pid() != ProcessHandle.current().pid())
                .filter(process -> environmentOf(process.pid()).contains("OMERTA_HOME=" + home + "\0"))
                .map(process -> process.pid() + " " + commandLine(process.pid()))
                .toList();
    }

    private static String environmentOf(long pid) {
        try {
            return Files.readString(
                    Path.of("/proc", Long.toString(pid), "environ"), java.nio.charset.StandardCharsets.ISO_8859_1);
        } catch (IOException e) {
            return "";
        }
    }

    private List<Path> leftIn(String directory) {
        Path path = home.resolve(directory);
        if (!Files.isDirectory(path)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(path)) {
            return files.toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void deleteHome() {
        try {
            FolderTree.delete(home);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Path temporaryHome() {
        try {
            return Files.createTempDirectory("omerta-test");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
