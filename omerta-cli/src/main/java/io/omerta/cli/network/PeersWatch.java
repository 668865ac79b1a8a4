package io.omerta.cli.network;

import io.omerta.console.Console;
import io.omerta.console.Shell;
import io.omerta.proto.local.Peer;
import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;

/** Shows peers again and again. Ctrl-C ends the process: there is nothing to clean up. */
final class PeersWatch {
    private static final Duration PERIOD = Duration.ofSeconds(2);

    /** Moves to the upper left corner and clears what is there. */
    private static final String CLEAR = "\033[H\033[2J";

    private final Console console;
    private final PeersView view;
    private final Supplier<List<Peer>> peers;

    PeersWatch(Console console, PeersView view, Supplier<List<Peer>> peers) {
        this.console = console;
        this.view = view;
        this.peers = peers;
    }

    /** Returns when this thread is interrupted. */
    void run() {
        boolean redraws = console.shell().isTerminal(Shell.STDOUT) && !console.json();
        List<Peer> shown = List.of();
        boolean first = true;
        try {
            while (true) {
                List<Peer> now = peers.get();
                if (redraws) {
                    console.printRaw(CLEAR);
                    view.print(now);
                } else if (first || !lasting(now).equals(lasting(shown))) {
                    view.print(now);
                }
                shown = now;
                first = false;
                Thread.sleep(PERIOD);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Without what is different at every look. */
    private static List<Peer> lasting(List<Peer> peers) {
        return peers.stream()
                .map(peer ->
                        peer.toBuilder().clearLastSeenUnixMs().clearLatencyUs().build())
                .toList();
    }
}
