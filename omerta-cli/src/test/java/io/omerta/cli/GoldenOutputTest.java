package io.omerta.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.omerta.console.Printable;
import io.omerta.console.Table;
import io.omerta.core.error.ErrorCode;
import io.omerta.core.file.AtomicFile;
import io.omerta.core.job.PathCounts;
import io.omerta.core.network.JoinLink;
import io.omerta.standin.Ends;
import io.omerta.standin.ScriptedDaemon;
import io.omerta.standin.TestShell;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * What the commands print, compared with the files in {@code src/test/resources/golden}. With {@code -Dgolden.write=true}
 * the files are written anew: read the difference before you commit it.
 */
class GoldenOutputTest {
    private static final Path GOLDEN = Path.of("src/test/resources/golden");

    private static final String KEY_OF_31_BYTES =
            "omerta://join/" + Base64.getUrlEncoder().encodeToString("""
                {"network_key":"AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHg==","network_name":"My Team",
                "bootstrap_peers":[],"created_at":"2026-01-02T03:04:05Z"}\
                """.getBytes(StandardCharsets.UTF_8));

    private static final String KEY = JoinLink.parse(
                    "omerta://join/" + Base64.getUrlEncoder().encodeToString("""
                        {"network_key":"AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=","network_name":"My Team",
                        "bootstrap_peers":[],"created_at":"2026-01-02T03:04:05Z"}\
                        """.getBytes(StandardCharsets.UTF_8)))
            .format();

    @AutoClose
    private final TestShell shell = TestShell.open();

    @ParameterizedTest
    @CsvSource({
        "status,status",
        "status-json,status --json",
        "jobs,jobs",
        "jobs-json,jobs --json",
        "jobs-lent,jobs --lent",
        "jobs-lent-json,jobs --lent --json",
        "pause,pause 7k3f",
        "resume,resume 7k3f",
        "peers,peers",
        "peers-json,peers --json",
        "peers-verbose,peers -v",
        "help-peers,help peers",
        "reputation,reputation",
        "reputation-json,reputation --json",
        "reputation-peer,reputation moss-otter",
        "reputation-peer-json,reputation moss-otter --json",
        "reputation-peer-unseen,reputation brave-loon",
        "help-reputation,help reputation",
        "network-list,network list",
        "network-list-json,network list --json",
        "network-show,network show My",
        "network-create,network create --name Blue",
        "network-create-json,network create --name Blue --json",
        "network-leave,network leave My",
        "network-rename,network rename My Ours",
        "network-pause,network pause My",
        "network-pause-json,network pause My --json",
        "network-resume,network resume My",
        "help-network,help network",
        "help-network-join,help network join",
        "help-network-invite,help network invite",
        "network-show-rotated,network show Rotated",
        "network-rotate,network rotate My --exclude moss-otter --grace 2h",
        "network-rotate-json,network rotate My --json",
        "network-rotate-dry,network rotate --dry-run",
        "help-network-rotate,help network rotate",
        "network-invite,network invite --uses 5 --expires 2h",
        "network-invite-json,network invite --json",
        "network-invitations,network invitations",
        "network-invitations-json,network invitations --json",
        "network-revoke,network revoke abab",
        "explain,explain 7k3f",
        "cancel,cancel 7k3f",
        "logs-json,logs 7k3f --json",
        "submit,submit --script x --cpu 2 --memory 4096",
        "submit-detached,submit --script x --detach",
        "submit-detached-json,submit --script x --detach --json",
        "help,help",
        "help-submit,help submit",
        "help-run,help run",
        "help-image,help image",
        "help-image-build,help image build",
        "help-contract,help contract",
        "help-exit-codes,help exit-codes",
    })
    void command_onScriptedDaemon_printsGoldenFile(String golden, String command) throws IOException {
        shell.with(new ScriptedDaemon().running().stdout("Hello from Omerta!\n").ending(Ends.exit(0)));
        matches(golden, shell.omerta(command.split(" ")));
    }

    @ParameterizedTest
    @CsvSource({
        "no-command,staus",
        "no-subcommand,network jion",
        "no-option,submit --cpus 2",
        "no-script,submit",
        "two-scripts,submit --script a --file b",
        "memory-zero,submit --script a --memory 0",
        "memory-huge,submit --script a --memory 9223372036854775808",
        "memory-text,submit --script a --memory lots",
        "cpu-text,run --cpu two -- ls",
        "gpus-too-many,run --gpus 17 -- ls",
        "bad-port,run --expose 70000 -- ls",
        "bad-allow,run --allow 127.0.0.1:8000 -- ls",
        "bad-env,run --env =x -- ls",
        "bad-timeout,run --timeout soon -- ls",
        "name-missing,network create",
        "program-missing,run",
        "key-malformed,network join --key hello",
        "key-truncated,network join --key omerta://join/eyJuZXR3b3JrX2tl",
        "key-nowhere,network join",
        "invite-uses-text,network invite --uses many",
        "invite-expires-text,network invite --expires soon",
        "invitation-truncated,network join omerta://invite/eyJpbnZpdGF0",
        "two-keys,network join --key a --key-file b",
        "qr-with-json,network show My --qr --json",
        "key-too-short,network join --key KEY_OF_31_BYTES",
        "rename-to-nothing,network rename My",
        "unknown-topic,help contrakt",
        "wrong-type,network show a b",
    })
    void badInput_withoutDaemon_isOneLineAndAHint(String golden, String command) throws IOException {
        TestShell.Outcome outcome =
                shell.omerta(command.replace("KEY_OF_31_BYTES", KEY_OF_31_BYTES).split(" "));
        matches("error-" + golden, outcome);
        assertThat(outcome.out()).isEmpty();
        assertThat(outcome.err().lines()).hasSizeBetween(1, 2);
        assertThat(outcome.exitCode()).isEqualTo(2);
    }

    @Test
    void keyAsArgument_isWarnedAbout() throws IOException {
        shell.with(new ScriptedDaemon());
        matches("network-join-argument", shell.omerta("network", "join", KEY));
        Files.writeString(shell.folder.resolve("key"), KEY + "\n");
        matches("network-join-file", shell.omerta("network", "join", "--key-file", "key"));
    }

    @Test
    void keyAsQrCode_isDrawnWrittenOnceAndReadAgain() throws IOException {
        ScriptedDaemon daemon = new ScriptedDaemon();
        daemon.networks().joinKey = KEY;
        shell.with(daemon);
        matches("network-show-qr", shell.omerta("network", "show", "My", "--qr"));
        assertThat(shell.omerta("network", "show", "My", "--qr-png", "key.png").exitCode())
                .isZero();
        Path file = shell.folder.resolve("key.png");
        assertThat(Files.getPosixFilePermissions(file)).isEqualTo(AtomicFile.OWNER_ONLY);
        byte[] written = Files.readAllBytes(file);
        matches("error-qr-png-exists", shell.omerta("network", "show", "My", "--qr-png", "key.png"));
        assertThat(file).hasBinaryContent(written);
        matches("network-join-file", shell.omerta("network", "join", "--qr-image", "key.png"));
        assertThat(daemon.networks().joined).containsExactly(KEY);
    }

    @Test
    void explain_ofAJobThatGoesOn_tellsWhichWayItsTunnelWentSoFar() throws IOException {
        shell.with(new ScriptedDaemon().running().tunnelled(new PathCounts(5 << 20, 40 << 10, 1)));
        matches("explain-running", shell.omerta("explain", "7k3f"));
        matches("explain-running-json", shell.omerta("explain", "7k3f", "--json"));
    }

    @Test
    void joined_whereNobodyAnswers_saysWhy() throws IOException {
        ScriptedDaemon daemon = new ScriptedDaemon();
        daemon.networks().problems = List.of("nowhere.invalid:50051: no such name");
        shell.with(daemon);
        matches("network-join-alone", shell.omertaWithInput(KEY, "network", "join", "-"));
        matches("network-join-alone-json", shell.omertaWithInput(KEY, "network", "join", "-", "--json"));
    }

    @Test
    void scriptOf20Megabytes_isRefusedBeforeItIsSent() throws IOException {
        Files.write(shell.folder.resolve("big.sh"), new byte[20 << 20]);
        TestShell.Outcome outcome = shell.omerta("submit", "--file", "big.sh");
        matches("error-script-too-large", outcome);
        assertThat(outcome.exitCode()).isEqualTo(125);
    }

    @Test
    void daemonOfAnotherVersion_isOneLine() throws IOException {
        ScriptedDaemon daemon = new ScriptedDaemon();
        daemon.protocol = 2;
        shell.with(daemon);
        TestShell.Outcome outcome = shell.omerta("status");
        matches("error-other-version", outcome);
        assertThat(outcome.exitCode()).isEqualTo(3);
    }

    @Test
    void errorOfTheDaemon_withJson_isOneObjectOnStandardError() throws IOException {
        shell.with(new ScriptedDaemon()
                .failing(
                        ErrorCode.NOT_FOUND,
                        "could not find the network \"Yours\": none of that name",
                        "omerta network list"));
        TestShell.Outcome outcome = shell.omerta("peers", "--json");
        matches("error-json", outcome);
        assertThat(outcome.exitCode()).isEqualTo(4);
    }

    @ParameterizedTest
    @CsvSource({"bash", "zsh"})
    void completion_ofAShell_isAScriptWithoutMistakes(String kind) throws Exception {
        TestShell.Outcome outcome = shell.omerta("completion", kind);
        assertThat(outcome.exitCode()).isZero();
        Path script = Files.writeString(shell.folder.resolve("completion"), outcome.out());
        Process bash = new ProcessBuilder("bash", "-c", "source \"$0\" && complete -p omerta", script.toString())
                .redirectErrorStream(true)
                .start();
        assertThat(new String(bash.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
                .contains("_complete_omerta");
        assertThat(bash.waitFor()).isZero();
    }

    @Test
    void globalOptions_beforeAndAfterTheCommand_areTheSame() {
        shell.with(new ScriptedDaemon());
        assertThat(shell.omerta("--json", "status")).isEqualTo(shell.omerta("status", "--json"));
    }

    @Test
    void noDaemon_isTheSentenceOfTheContract() {
        TestShell.Outcome outcome = shell.omerta("jobs");
        assertThat(outcome.err())
                .isEqualTo("omerta: omertad is not running (no socket at " + shell.home.socket()
                        + ")\n  try: omertad start\n");
        assertThat(outcome.exitCode()).isEqualTo(3);
        assertThat(shell.omerta("submit", "--script", "x").exitCode()).isEqualTo(125);
        assertThat(shell.omerta("run", "--", "ls").exitCode()).isEqualTo(125);
        assertThat(shell.omerta("wait", "7k3f").exitCode()).isEqualTo(125);
        assertThat(shell.omerta("logs", "-f", "7k3f").exitCode()).isEqualTo(125);
        assertThat(shell.omerta("logs", "7k3f").exitCode()).isEqualTo(3);
    }

    private void matches(String name, TestShell.Outcome outcome) throws IOException {
        String actual = ("exit " + outcome.exitCode() + "\n--- stdout\n" + outcome.out() + "--- stderr\n"
                        + outcome.err())
                .replace(shell.folder.toString(), "FOLDER");
        Path file = GOLDEN.resolve(name + ".txt");
        if (Boolean.getBoolean("golden.write")) {
            Files.createDirectories(GOLDEN);
            Files.writeString(file, actual);
        }
        assertThat(actual).isEqualTo(Files.readString(file));
        if (!outcome.out().startsWith("{") && !name.contains("create")) {
            assertThat(outcome.out().lines()).allMatch(line -> Printable.columns(line) <= Table.MAX_COLUMNS);
        }
    }
}
