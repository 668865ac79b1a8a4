package io.omerta.daemon;

import io.omerta.cli.session.ClientCommand;
import io.omerta.cli.session.Session;
import io.omerta.core.config.Configuration;
import io.omerta.core.config.OmertaHome;
import io.omerta.core.file.FolderTree;
import io.omerta.local.LocalClient;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/**
 * Two daemons on loopback, with homes of their own, that get to know each other in a network. The build runs this in a Java like a
 * daemon's own, which writes down what it has loaded: daemons start faster from then on, and are fast sooner (JEP 514, JEP 515).
 */
@Command(name = "rehearse-start", hidden = true, description = "Used by the build.")
final class DaemonRehearsal extends ClientCommand {
    private static final String NETWORK = "rehearsal";

    /**
     * Java 25 does not look whether a processor has all that the one had which wrote the code: on an older one it ends with
     * SIGILL, before its first line.
     */
    private static final List<String> WITHOUT_MACHINE_CODE =
            List.of("-XX:+UnlockDiagnosticVMOptions", "-XX:-AOTAdapterCaching", "-XX:-AOTStubCaching");

    @Parameters(arity = "0..1", paramLabel = "CACHE", description = "Where to write it down.")
    @Nullable
    Path cache;

    @Override
    protected int run(Session session) {
        try {
            if (cache != null) {
                return record(cache);
            }
            Path folder = Files.createTempDirectory("omerta");
            try {
                play(folder);
            } finally {
                FolderTree.delete(folder);
            }
            return 0;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while rehearsing", e);
        }
    }

    private static int record(Path cache) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(DaemonCommandLine.JAVA);
        command.addAll(WITHOUT_MACHINE_CODE);
        command.add("-XX:AOTCacheOutput=" + cache);
        command.addAll(DaemonCommandLine.MAIN);
        command.add("rehearse-start");
        return new ProcessBuilder(command).inheritIO().start().waitFor();
    }

    private static void play(Path folder) throws IOException {
        OmertaHome here = home(folder.resolve("1"));
        OmertaHome there = home(folder.resolve("2"));
        try (Daemon _ = start(here);
                Daemon _ = start(there);
                LocalClient toHere = LocalClient.connect(here.socket());
                LocalClient toThere = LocalClient.connect(there.socket())) {
            toThere.joinNetwork(toHere.createNetwork(NETWORK).getJoinKey());
            toThere.peers(NETWORK);
            toThere.leaveNetwork(NETWORK);
        }
    }

    private static OmertaHome home(Path folder) throws IOException {
        OmertaHome home = OmertaHome.at(folder);
        home.prepare();
        Files.writeString(
                home.configuration(), "{\"port\": 0, \"bind\": \"127.0.0.1\", \"lend\": {\"enabled\": false}}");
        return home;
    }

    private static Daemon start(OmertaHome home) {
        return Daemon.start(home, Configuration.load(home.configuration()), () -> {});
    }
}
