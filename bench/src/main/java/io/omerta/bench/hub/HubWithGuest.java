package io.omerta.bench.hub;

import io.omerta.bench.net.Machine;
import io.omerta.bench.net.Program;
import io.omerta.bench.net.TwoMachines;
import io.omerta.bench.net.WireGuardGo;
import io.omerta.bench.tunnel.TunnelEnd;
import io.omerta.network.wireguard.PrivateKey;
import io.omerta.network.wireguard.PublicKey;
import java.io.IOException;
import java.security.SecureRandom;
import java.util.Optional;

/** A hub at the far machine, and a guest at the near one. */
public final class HubWithGuest implements AutoCloseable {
    public static final int HUB_PORT = 5002;

    private static final int GUEST_PORT = 5001;
    private static final String GUEST_ADDRESS = "10.9.0.2";
    private static final String HUB_ADDRESS = "10.9.0.1";
    private static final String DEVICE = "omb-guest";

    private final TwoMachines machines;
    private final PrivateKey guestKey = PrivateKey.generate(new SecureRandom());
    private final PrivateKey hubKey = PrivateKey.generate(new SecureRandom());
    private final Program hub;
    private Optional<Program> client = Optional.empty();

    private HubWithGuest(TwoMachines machines) throws IOException {
        this.machines = machines;
        Machine far = machines.far();
        this.hub = Program.startAndAwaitReady(
                far.java(
                        HubEnd.class,
                        Integer.toString(HUB_PORT),
                        guestKey.publicKey().toBase64(),
                        GUEST_ADDRESS,
                        HUB_ADDRESS),
                hubKey.toBase64());
    }

    /** The hub, with a guest that has wireguard-go, and calls when it has something to send. */
    public static HubWithGuest start(TwoMachines machines) throws IOException, InterruptedException {
        HubWithGuest guest = new HubWithGuest(machines);
        try {
            guest.connect();
            return guest;
        } catch (IOException | InterruptedException | RuntimeException e) {
            guest.close();
            throw e;
        }
    }

    /** The same with Omerta's WireGuard, whose socket holds more than the 208 KB of wireguard-go's. */
    public static HubWithGuest startWithOmerta(TwoMachines machines) throws IOException, InterruptedException {
        HubWithGuest guest = new HubWithGuest(machines);
        try {
            guest.connectWithOmerta();
            return guest;
        } catch (IOException | InterruptedException | RuntimeException e) {
            guest.close();
            throw e;
        }
    }

    /** The hub alone. */
    public static HubWithGuest withoutClient(TwoMachines machines) throws IOException {
        return new HubWithGuest(machines);
    }

    /** Starts the guest's wireguard-go. */
    public void connect() throws IOException, InterruptedException {
        WireGuardGo go = WireGuardGo.start(machines.near(), DEVICE, guestKey, GUEST_PORT);
        client = Optional.of(go.program());
        go.addPeer(
                hubKey.publicKey(),
                Optional.empty(),
                HUB_ADDRESS + "/32",
                machines.far().address() + ":" + HUB_PORT);
        bringUp();
    }

    private void connectWithOmerta() throws IOException, InterruptedException {
        client = Optional.of(Program.startAndAwaitReady(
                machines.near()
                        .java(
                                TunnelEnd.class,
                                DEVICE,
                                Integer.toString(GUEST_PORT),
                                hubKey.publicKey().toBase64(),
                                machines.far().address(),
                                Integer.toString(HUB_PORT),
                                HUB_ADDRESS + "/32",
                                "batching"),
                guestKey.toBase64()));
        bringUp();
    }

    private void bringUp() throws IOException, InterruptedException {
        Machine near = machines.near();
        near.run("ip", "address", "add", GUEST_ADDRESS + "/24", "dev", DEVICE);
        near.run("ip", "link", "set", DEVICE, "mtu", Integer.toString(HubEnd.MTU), "up");
    }

    /** Inside the tunnel, dotted. */
    public String hubAddress() {
        return HUB_ADDRESS;
    }

    public PublicKey hubKey() {
        return hubKey.publicKey();
    }

    public Program hub() {
        return hub;
    }

    @Override
    public void close() {
        client.ifPresent(Program::close);
        hub.close();
    }
}
