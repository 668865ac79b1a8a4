package io.omerta.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.omerta.proto.job.JobSpec;
import io.omerta.proto.local.LocalSubmitRequest;
import io.omerta.standin.Ends;
import io.omerta.standin.ScriptedDaemon;
import io.omerta.standin.TestShell;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

class JobStreamsTest {
    @AutoClose
    private final TestShell shell = TestShell.open();

    private final ScriptedDaemon daemon = new ScriptedDaemon();

    @Test
    void submit_ofAJobThatIsPaused_saysSoOnStandardError() {
        shell.with(new ScriptedDaemon()
                .running()
                .stdout("one\n")
                .paused("paused by the owner of its machine")
                .stdout("two\n")
                .ending(Ends.exit(0)));
        TestShell.Outcome outcome = shell.omerta("submit", "--script", "x");

        assertThat(outcome.out()).isEqualTo("one\ntwo\n");
        assertThat(outcome.err().lines().skip(1))
                .containsExactly(
                        "omerta: job 7k3f on amber-hen (1 CPU, 512 MB): paused by the owner of its machine",
                        "omerta: job 7k3f on amber-hen (1 CPU, 512 MB): goes on");
    }

    @Test
    void output_binary_arrivesByteForByteOnBothStreams() {
        byte[] bytes = new byte[1 << 20];
        new Random(1).nextBytes(bytes);
        shell.with(daemon.running().output(false, bytes).output(true, bytes).ending(Ends.exit(0)));
        shell.omerta("submit", "-q", "--script", "x");
        assertThat(shell.out.toByteArray()).isEqualTo(bytes);
        assertThat(shell.err.toByteArray()).isEqualTo(bytes);
    }

    @Test
    void output_nobodyReads_cancelsTheJobAndEndsQuietly() throws Exception {
        shell.with(daemon.running().stdout("hi\n").ending(Ends.exit(0)));
        OutputStream closed = new OutputStream() {
            @Override
            public void write(int b) throws IOException {
                throw new IOException("Broken pipe");
            }
        };
        int code = Omerta.run(shell.shell("", closed), "submit", "-q", "--script", "x");
        assertThat(code).isEqualTo(141);
        assertThat(daemon.cancelled.remove()).isEqualTo(ScriptedDaemon.JOB_ID);
        assertThat(shell.err.size()).isZero();
    }

    @Test
    void statusLine_onATerminal_isRewritten() {
        shell.terminals = Set.of(2);
        shell.with(daemon.running().stdout("hi\n").ending(Ends.exit(0)));
        assertThat(shell.omerta("submit", "--script", "x", "--cpu", "2", "--memory", "4G")
                        .err())
                .isEqualTo("\r\033[Komerta: job 7k3f: waiting for a provider\r\033[K" + "omerta: job 7k3f on " + name()
                        + " (2 CPU, 4096 MB): VM up in 2.4 s\n");
    }

    @Test
    void submit_withAllOptions_asksForThem() throws Exception {
        shell.with(daemon.ending(Ends.exit(0)));
        shell.omerta(("submit --network N --language python --cpu 3 --memory 2G --description d --timeout 1h30m"
                        + " --output-limit 64M --expose 80:8080 --expose 9000 --env A=1 --env B=x=y --detach --script")
                .concat(" print(1)")
                .split(" "));
        LocalSubmitRequest request = daemon.submitted.remove();
        assertThat(request.getNetwork()).isEqualTo("N");
        assertThat(request.getDetached()).isTrue();
        assertThat(request.getPolicy().getExposeList())
                .extracting(exposed -> exposed.getPort() + ":" + exposed.getLocalPort())
                .containsExactly("80:8080", "9000:9000");
        JobSpec job = request.getJob();
        assertThat(job.getScript().getLanguage()).isEqualTo("python");
        assertThat(job.getScript().getSource().toStringUtf8()).isEqualTo("print(1)");
        assertThat(job.getResources().getCpus()).isEqualTo(3);
        assertThat(job.getResources().getMemoryBytes()).isEqualTo(2L << 30);
        assertThat(job.getDescription()).isEqualTo("d");
        assertThat(job.getTimeLimitMs()).isEqualTo(5_400_000);
        assertThat(job.getOutputLimitBytes()).isEqualTo(64 << 20);
        assertThat(job.getEnvironmentList()).containsExactly("A=1", "B=x=y");
    }

    @Test
    void submit_fromStandardInput_sendsWhatIsThere() throws Exception {
        shell.with(daemon.ending(Ends.exit(0)));
        shell.omertaWithInput("#!/usr/bin/env python3\nprint(1)\n", "submit", "--file", "-", "--detach");
        JobSpec job = daemon.submitted.remove().getJob();
        assertThat(job.getScript().getLanguage()).isEqualTo("python");
        assertThat(job.getScript().getSource().toStringUtf8()).endsWith("print(1)\n");
    }

    @Test
    void run_ofALocalProgram_sendsItAlongWithItsMode() throws Exception {
        shell.with(daemon.ending(Ends.exit(0)));
        Path folder = Files.createDirectory(shell.folder.resolve("tools"));
        Path program = Files.writeString(folder.resolve("tool"), "#!/bin/sh\n");
        Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwxr-x---"));
        shell.omerta("run", "--detach", "--", "tools/tool", "--cpu", "x");
        var commandLine = daemon.submitted.remove().getJob().getCommandLine();
        assertThat(commandLine.getArgvList()).containsExactly("./tool", "--cpu", "x");
        assertThat(commandLine.getFiles(0).getName()).isEqualTo("tool");
        assertThat(commandLine.getFiles(0).getMode()).isEqualTo(0750);
        assertThat(commandLine.getFiles(0).getData().toStringUtf8()).isEqualTo("#!/bin/sh\n");
    }

    @Test
    void run_ofAProgramOfTheGuest_sendsTheCommandLineAlone() throws Exception {
        shell.with(daemon.ending(Ends.exit(0)));
        shell.omerta("run", "--detach", "/bin/sh", "-c", "exit 3");
        var commandLine = daemon.submitted.remove().getJob().getCommandLine();
        assertThat(commandLine.getArgvList()).containsExactly("/bin/sh", "-c", "exit 3");
        assertThat(commandLine.getFilesList()).isEmpty();
    }

    private static String name() {
        return new io.omerta.core.identity.PeerId(ScriptedDaemon.PROVIDER)
                .name()
                .text();
    }
}
