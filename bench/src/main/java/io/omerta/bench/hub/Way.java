package io.omerta.bench.hub;

import io.omerta.bench.net.Machine;
import io.omerta.bench.net.Program;
import io.omerta.bench.net.TwoMachines;
import io.omerta.bench.net.WireGuardGo;
import io.omerta.network.wireguard.PrivateKey;
import java.io.IOException;
import java.security.SecureRandom;
import java.util.Optional;

/**
 * A way from a guest to sockets of the far machine.
 *
 * @param guest where clients run
 * @param server where servers listen on every address
 * @param address under which the guest reaches them
 */
record Way(Machine guest, Machine server, String address, AutoCloseable programs) implements AutoCloseable {
    private static final String PEERS_GUEST = "10.0.2.15";
    private static final String PEERS_GATEWAY = "10.0.2.2";
    private static final String MTU = Integer.toString(HubEnd.MTU);
    private static final long START_NANOS = 10_000_000_000L;

    /** Nothing in between. */
    static Way direct(TwoMachines machines) {
        return new Way(machines.near(), machines.far(), machines.far().address(), () -> {});
    }

    /** wireguard-go at the near machine, the hub at the far one. */
    static Way hub(TwoMachines machines) throws IOException, InterruptedException {
        HubWithGuest guest = HubWithGuest.start(machines);
        return new Way(machines.near(), machines.far(), guest.hubAddress(), guest);
    }

    /** wireguard-go at both machines: what the hub stands in for. */
    static Way wireGuardGo(TwoMachines machines) throws IOException, InterruptedException {
        PrivateKey nearKey = PrivateKey.generate(new SecureRandom());
        PrivateKey farKey = PrivateKey.generate(new SecureRandom());
        WireGuardGo near = wireGuardGo(machines.near(), "omb-near", "10.9.0.2", nearKey, farKey, machines.far());
        WireGuardGo far = wireGuardGo(machines.far(), "omb-far", "10.9.0.1", farKey, nearKey, machines.near());
        return new Way(machines.near(), machines.far(), "10.9.0.1", () -> {
            near.close();
            far.close();
        });
    }

    private static WireGuardGo wireGuardGo(
            Machine own, String name, String address, PrivateKey key, PrivateKey peersKey, Machine peer)
            throws IOException, InterruptedException {
        WireGuardGo go = WireGuardGo.start(own, name, key, 5001);
        go.addPeer(peersKey.publicKey(), Optional.empty(), "10.9.0.0/24", peer.address() + ":5001");
        own.run("ip", "address", "add", address + "/24", "dev", name);
        own.run("ip", "link", "set", name, "mtu", MTU, "up");
        return go;
    }

    /** A guest of slirp4netns, whose sockets are the far machine's. */
    static Way slirp(TwoMachines machines) throws IOException, InterruptedException {
        Program program = Program.start(machines.far()
                .process(
                        "slirp4netns",
                        "--configure",
                        "--mtu=" + MTU,
                        "--netns-type=path",
                        "/run/netns/" + machines.near().namespace(),
                        "tap0"));
        return await(machines, program, "tap0");
    }

    /** A guest of pasta, whose sockets are the far machine's. */
    static Way pasta(TwoMachines machines) throws IOException, InterruptedException {
        Program program = Program.start(machines.far()
                .process(
                        "pasta",
                        "--foreground",
                        "--runas",
                        "0",
                        "--config-net",
                        "--mtu",
                        MTU,
                        "--address",
                        PEERS_GUEST,
                        "--netmask",
                        "24",
                        "--gateway",
                        PEERS_GATEWAY,
                        "--interface",
                        "wire",
                        "--ns-ifname",
                        "tap0",
                        "--ipv4-only",
                        "--netns",
                        "/run/netns/" + machines.near().namespace()));
        return await(machines, program, "tap0");
    }

    private static Way await(TwoMachines machines, Program program, String device)
            throws IOException, InterruptedException {
        long end = System.nanoTime() + START_NANOS;
        while (!machines.near().run("ip", "-4", "address").contains(device)) {
            if (System.nanoTime() - end > 0) {
                program.close();
                throw new IOException("could not start the peer: it made no " + device);
            }
            Thread.sleep(20);
        }
        return new Way(machines.near(), machines.far(), PEERS_GATEWAY, program);
    }

    @Override
    public void close() throws IOException {
        try {
            programs.close();
        } catch (IOException e) {
            throw e;
        } catch (Exception e) {
            throw new IOException(e);
        }
    }
}
