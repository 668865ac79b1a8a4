package io.omerta.endtoend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A real virtual machine reads the requester's folder, sends files back, and tries to get at others. */
final class FilesIT {
    private static final byte[] INPUT = JobIT.randomBytes(30 << 20, 21);

    private static Machine machine;

    @TempDir
    private Path directory;

    private Path served;
    private Path collected;

    @BeforeAll
    static void start() {
        machine = new Machine(Machine.images()).started();
        machine.createNetwork("My Team");
    }

    @AfterAll
    static void stop() {
        machine.close();
    }

    @BeforeEach
    void fill() throws IOException {
        served = Files.createDirectories(directory.toRealPath().resolve("served"));
        collected = directory.toRealPath().resolve("results/today");
        Files.createDirectories(served.resolve("set/of inputs"));
        Files.write(served.resolve("input.data"), INPUT);
        Files.writeString(served.resolve("set/of inputs/ä & b.txt"), "odd\n");
        Files.writeString(served.resolve("set/c.txt"), "even\n");
        Files.writeString(directory.resolve("secret"), "hidden words\n");
        Files.createSymbolicLink(served.resolve("link"), directory.resolve("secret"));
        Files.createSymbolicLink(served.resolve("up"), directory);
    }

    private Command.Result submit(String script) {
        return machine.omerta(
                "submit", "-q", "--serve", served.toString(), "--collect", collected.toString(), "--script", script);
    }

    @Test
    void servedFolder_isFetched_filesAreIntact() {
        Command.Result result = submit("""
            fetch && fetch input.data set/ && sha256sum < input.data && cat 'set/of inputs/ä & b.txt' set/c.txt
            fetch -o - 'set/of inputs/ä & b.txt'
            curl -s -r 1000000-1999999 http://requester/input.data | cmp - <(tail -c +1000001 input.data | head -c 1000000) && echo range
            head -c 29000000 input.data > resumed; wget -q -c -O resumed http://10.0.0.1/input.data && cmp resumed input.data && echo resumed
            fetch nothing; echo $?; ls -A *.part
            """);

        assertThat(result.stdout())
                .isEqualTo("input.data\nset/\n" + JobIT.sha256(INPUT) + "  -\nodd\neven\nodd\nrange\nresumed\n1\n");
        assertThat(result.stderr()).contains("fetch: could not get nothing");
    }

    @Test
    void files_areCollected_intact() throws IOException {
        Command.Result result = submit("""
            head -c 30000000 /dev/urandom > out.bin; mkdir -p a/b; echo one > a/b/1.txt; echo two > 'a/2 ü.txt'
            cd a && collect ../out.bin && cd .. && collect a/ && collect -n log.txt - <<< line && curl -sf -T out.bin http://requester/copy/
            sha256sum < out.bin
            """);

        assertThat(result.exitCode()).as("%s", result).isZero();
        String digest = result.stdout()
                .strip()
                .substring(
                        result.stdout().strip().length() - 67,
                        result.stdout().strip().length() - 3);
        assertThat(JobIT.sha256(Files.readAllBytes(collected.resolve("out.bin"))))
                .isEqualTo(digest);
        assertThat(JobIT.sha256(Files.readAllBytes(collected.resolve("copy/out.bin"))))
                .isEqualTo(digest);
        assertThat(collected.resolve("a/b/1.txt")).hasContent("one");
        assertThat(collected.resolve("a/2 ü.txt")).hasContent("two");
        assertThat(collected.resolve("log.txt")).hasContent("line");
        assertThat(all(collected))
                .containsExactly("a", "a/2 ü.txt", "a/b", "a/b/1.txt", "copy", "copy/out.bin", "log.txt", "out.bin");
    }

    @Test
    void job_triesToGetOutOfTheFolders_doesNot() throws IOException {
        Files.createDirectories(collected);
        Files.writeString(collected.resolve("mine.txt"), "mine");
        Files.createSymbolicLink(collected.resolve("away"), directory);

        Command.Result result = submit("""
            for p in ../secret %2e%2e/secret ..%2fsecret link up/secret up/ set/../../secret /etc/passwd //etc/passwd %00 .%2e/.%2e/etc/passwd; do
                curl -s --path-as-is -o got -w '%{http_code} ' "http://requester/$p"; grep -l 'hidden words\\|root:' got
            done; echo
            for p in ../evil %2e%2e/evil away/evil mine.txt .bashrc .ssh/authorized_keys away mine.txt/evil; do
                curl -s --path-as-is -o got -w '%{http_code} ' -X PUT --data evil "http://requester/$p"
            done; echo
            curl -s -o got -w '%{http_code}\\n' -X DELETE http://requester/input.data
            """);

        assertThat(result.stdout()).isEqualTo("""
            400 400 400 404 404 404 400 400 400 400 400\s
            400 400 409 409 403 403 409 409\s
            405
            """);
        assertThat(directory.resolve("secret")).hasContent("hidden words");
        assertThat(collected.resolve("mine.txt")).hasContent("mine");
        assertThat(all(collected)).containsExactly("away", "mine.txt");
        assertThat(directory.resolve("evil")).doesNotExist();
    }

    @Test
    void otherJob_withoutFolders_reachesNothing() {
        Command.Result result =
                machine.omerta("submit", "-q", "--script", "fetch input.data; collect /etc/hostname; echo $?");
        assertThat(result.stdout()).isEqualTo("1\n");
    }

    @Test
    void folderThatIsMissing_isRefusedAtOnce() {
        Command.Result result = machine.omerta("submit", "--serve", "/nothing/here", "--script", "true");
        assertThat(result.exitCode()).isEqualTo(125);
        assertThat(result.stderr()).isEqualTo("""
            omerta: could not use the folder /nothing/here: no such folder
              try: ls -ld /nothing/here
            """);
    }

    /** The hub takes the guest's connections itself: nobody else on this computer can connect to the service. */
    @Test
    void uploadOnItsWay_isInvisible_unreachableForOthers_andGoneWithTheJob() throws Exception {
        int before = listeningSockets();
        String id = machine.omerta(
                        "submit",
                        "--detach",
                        "--collect",
                        collected.toString(),
                        "--script",
                        "(head -c 5000000 /dev/zero; sleep 60) | curl -s -T - http://requester/big")
                .stdout()
                .strip();
        await().atMost(Machine.PATIENCE).until(() -> all(collected).stream().anyMatch(name -> name.endsWith(".part")));
        assertThat(all(collected)).hasSize(1);
        assertThat(listeningSockets()).isEqualTo(before);

        machine.omerta("cancel", id);
        machine.omerta("wait", id);

        assertThat(all(collected)).isEmpty();
    }

    @Test
    void uploadOnItsWay_whenTheDaemonIsKilled_isDeletedByTheNext() throws Exception {
        machine.omerta(
                "submit",
                "--detach",
                "--collect",
                collected.toString(),
                "--script",
                "echo whole | curl -s -T - http://requester/small; (head -c 5000000 /dev/zero; sleep 60) | curl -s -T -"
                        + " http://requester/big");
        await().atMost(Machine.PATIENCE)
                .until(() -> all(collected).stream().anyMatch(name -> name.endsWith("-2.part")));

        machine.killDaemon();
        machine.started();

        await().atMost(Duration.ofSeconds(10))
                .untilAsserted(() -> assertThat(all(collected)).containsExactly("small"));
        assertThat(collected.resolve("small")).hasContent("whole");
    }

    private static int listeningSockets() throws IOException {
        Process ss = new ProcessBuilder("ss", "-lntupxH").start();
        String text = new String(ss.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return (int) text.lines()
                .filter(line -> line.contains("pid=" + machine.daemonPid() + ",") && line.startsWith("tcp"))
                .count();
    }

    private static List<String> all(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(file -> !file.equals(folder))
                    .map(file -> folder.relativize(file).toString())
                    .sorted()
                    .toList();
        }
    }
}
