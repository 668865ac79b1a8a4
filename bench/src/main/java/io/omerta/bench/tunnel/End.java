package io.omerta.bench.tunnel;

import io.omerta.bench.net.Machine;
import io.omerta.bench.net.Program;
import io.omerta.bench.net.WireGuardGo;
import io.omerta.network.wireguard.PrivateKey;
import io.omerta.network.wireguard.PublicKey;
import java.io.IOException;
import java.util.Locale;
import java.util.Optional;

/** One end of the tunnel on its machine. */
final class End implements AutoCloseable {
    private static final int MTU = 1420;

    /** Whose end it is. */
    enum Kind {
        /** The peer. */
        WIREGUARD_GO,
        /** Omerta's, many datagrams by one system call. */
        BATCHING,
        /** Omerta's, as on systems without such calls. */
        PLAIN
    }

    /**
     * What an end has to know.
     *
     * @param address inside the tunnel, dotted
     */
    record Side(Machine machine, String name, PrivateKey key, int port, String address) {}

    private final Program program;

    private End(Program program) {
        this.program = program;
    }

    static End start(Kind kind, Side own, Side peer) throws IOException, InterruptedException {
        End end = new End(kind == Kind.WIREGUARD_GO ? wireGuardGo(own, peer) : omerta(kind, own, peer));
        own.machine().run("ip", "address", "add", own.address() + "/24", "dev", own.name());
        own.machine().run("ip", "link", "set", own.name(), "mtu", Integer.toString(MTU), "up");
        return end;
    }

    private static Program wireGuardGo(Side own, Side peer) throws IOException, InterruptedException {
        WireGuardGo go = WireGuardGo.start(own.machine(), own.name(), own.key(), own.port());
        go.addPeer(
                peer.key().publicKey(),
                Optional.empty(),
                peer.address() + "/32",
                peer.machine().address() + ":" + peer.port());
        return go.program();
    }

    private static Program omerta(Kind kind, Side own, Side peer) throws IOException {
        PublicKey peersKey = peer.key().publicKey();
        return Program.startAndAwaitReady(
                own.machine()
                        .java(
                                TunnelEnd.class,
                                own.name(),
                                Integer.toString(own.port()),
                                peersKey.toBase64(),
                                peer.machine().address(),
                                Integer.toString(peer.port()),
                                peer.address() + "/32",
                                kind.name().toLowerCase(Locale.ROOT)),
                own.key().toBase64());
    }

    Program program() {
        return program;
    }

    @Override
    public void close() {
        program.close();
    }
}
