package io.omerta.bench.hub;

import io.omerta.bench.net.Machine;
import io.omerta.bench.net.Program;
import io.omerta.bench.net.TwoMachines;
import java.io.IOException;

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
        NativeGuest guest = NativeGuest.start(machines);
        return new Way(machines.near(), machines.far(), guest.hubAddress(), guest);
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
