package io.omerta.daemon;

import io.omerta.core.config.Configuration;
import io.omerta.local.LocalClient;
import io.omerta.proto.local.Peer;
import io.omerta.standin.TestShell;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;

/** Whole daemons on loopback and without a guest image, each with a home of its own. */
abstract class LoopbackDaemonsTest {
    private final List<TestShell> shells = new ArrayList<>();

    /** One more home, whose daemon will take any free port of loopback; gone after the test. */
    final TestShell shell() {
        TestShell shell = TestShell.open();
        shells.add(shell);
        try {
            Files.writeString(shell.home.configuration(), "{\"port\": 0, \"bind\": \"127.0.0.1\"}");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return shell;
    }

    @AfterEach
    final void close() throws IOException {
        for (TestShell shell : shells) {
            shell.close();
        }
    }

    static Daemon start(TestShell shell) {
        return start(shell, () -> {});
    }

    static Daemon start(TestShell shell, Runnable onStop) {
        return Daemon.start(shell.home, Configuration.load(shell.home.configuration()), onStop);
    }

    /** How many others it sees that are on line. */
    static long up(LocalClient client) {
        return client.peers("").stream().filter(Peer::getUp).count();
    }
}
