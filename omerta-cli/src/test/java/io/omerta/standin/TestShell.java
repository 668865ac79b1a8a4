package io.omerta.standin;

import io.omerta.cli.Omerta;
import io.omerta.console.Shell;
import io.omerta.core.config.OmertaHome;
import io.omerta.core.file.FolderTree;
import io.omerta.local.LocalServer;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** A shell with a home of its own, in which {@code omerta} is run within this process. */
public final class TestShell implements AutoCloseable {
    public final OmertaHome home;
    public final Path folder;
    public final ByteArrayOutputStream out = new ByteArrayOutputStream();
    public final ByteArrayOutputStream err = new ByteArrayOutputStream();
    public final Map<String, String> environment = new HashMap<>();
    public Set<Integer> terminals = Set.of();
    private final List<LocalServer> owned = new ArrayList<>();

    /** What a command did. */
    public record Outcome(int exitCode, String out, String err) {}

    private TestShell(Path folder) {
        this.folder = folder;
        // Short, for the path of a socket may not be long.
        this.home = OmertaHome.at(folder.resolve("home"));
        environment.put("OMERTA_HOME", home.root().toString());
    }

    public static TestShell open() {
        try {
            TestShell shell = new TestShell(Files.createTempDirectory("omerta-cli"));
            shell.home.prepare();
            return shell;
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    public TestShell with(ScriptedDaemon daemon) {
        owned.add(LocalServer.start(home.socket(), daemon));
        return this;
    }

    public void withoutDaemon() {
        owned.reversed().forEach(LocalServer::close);
        owned.clear();
    }

    public Outcome omerta(String... arguments) {
        return omerta("", arguments);
    }

    public Outcome omertaWithInput(String input, String... arguments) {
        return omerta(input, arguments);
    }

    private Outcome omerta(String input, String[] arguments) {
        out.reset();
        err.reset();
        int code = Omerta.run(shell(input, out), arguments);
        return new Outcome(code, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
    }

    public Shell shell(String input, OutputStream stdout) {
        return new Shell(
                new ByteArrayInputStream(input.getBytes(StandardCharsets.UTF_8)),
                stdout,
                err,
                terminals,
                environment,
                folder,
                Clock.fixed(ScriptedDaemon.NOON, ZoneOffset.UTC));
    }

    @Override
    public void close() throws IOException {
        owned.reversed().forEach(LocalServer::close);
        FolderTree.delete(folder);
    }
}
