package io.omerta.bench.hub;

import io.omerta.bench.net.Machine;
import io.omerta.bench.net.Program;
import io.omerta.bench.net.TwoMachines;
import io.omerta.bench.net.WireGuardGo;
import io.omerta.network.wireguard.PrivateKey;
import io.omerta.network.wireguard.PublicKey;
import java.io.IOException;
import java.security.SecureRandom;
import java.util.Optional;

/** A hub at the far machine, and at the near one a guest that has wireguard-go, or is about to have it. */
public final class NativeGuest implements AutoCloseable {
    public static final int HUB_PORT = 5002;

    private static final String GUEST_ADDRESS = "10.9.0.2";
    private static final String HUB_ADDRESS = "10.9.0.1";
    private static final String DEVICE = "omb-guest";

    private final TwoMachines machines;
    private final PrivateKey guestKey = PrivateKey.generate(new SecureRandom());
    private final PrivateKey hubKey = PrivateKey.generate(new SecureRandom());
    private final Program hub;
    private Optional<WireGuardGo> client = Optional.empty();

    private NativeGuest(TwoMachines machines) throws IOException {
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

    /** The hub, with a guest that calls it when it has something to send. */
    public static NativeGuest start(TwoMachines machines) throws IOException, InterruptedException {
        NativeGuest guest = withoutClient(machines);
        try {
            guest.connect();
            return guest;
        } catch (IOException | InterruptedException | RuntimeException e) {
            guest.close();
            throw e;
        }
    }

    /** The hub alone. */
    public static NativeGuest withoutClient(TwoMachines machines) throws IOException {
        return new NativeGuest(machines);
    }

    /** Starts the guest's wireguard-go. */
    public void connect() throws IOException, InterruptedException {
        Machine near = machines.near();
        WireGuardGo go = WireGuardGo.start(near, DEVICE, guestKey, 5001);
        client = Optional.of(go);
        go.addPeer(
                hubKey.publicKey(),
                Optional.empty(),
                HUB_ADDRESS + "/32",
                machines.far().address() + ":" + HUB_PORT);
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
        client.ifPresent(WireGuardGo::close);
        hub.close();
    }
}
