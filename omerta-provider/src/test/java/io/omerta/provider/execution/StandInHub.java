package io.omerta.provider.execution;

import io.omerta.core.job.Blob;
import io.omerta.network.wireguard.AllowedIp;
import io.omerta.network.wireguard.DeviceConfig;
import io.omerta.network.wireguard.DropReason;
import io.omerta.network.wireguard.PeerConfig;
import io.omerta.network.wireguard.PresharedKey;
import io.omerta.network.wireguard.PrivateKey;
import io.omerta.network.wireguard.PublicKey;
import io.omerta.network.wireguard.Received;
import io.omerta.network.wireguard.WireGuardDevice;
import io.omerta.vm.agent.VpnSettings;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Stands in for the requester's end of a tunnel: a WireGuard device with one peer, that sends each UDP packet back to where it
 * came from, and remembers what it made of everything else.
 */
final class StandInHub implements DatagramLink, AutoCloseable {
    static final String GUEST = "guest";
    private static final int KEY_BYTES = 32;
    private static final int UDP = 17;

    private final SecureRandom random = new SecureRandom();
    private final PrivateKey guestKey = PrivateKey.generate(random);
    private final byte[] presharedKey = new byte[KEY_BYTES];
    private final Consumer<byte[]> toGuest;
    private final WireGuardDevice<String> device;
    private final List<DropReason> dropped = new ArrayList<>();
    private int datagrams;
    private int answers;
    private int packets;

    /** @param toGuest takes its datagrams */
    StandInHub(Consumer<byte[]> toGuest) {
        this.toGuest = toGuest;
        random.nextBytes(presharedKey);
        device = device(PrivateKey.generate(random));
        device.addPeer(
                System.nanoTime(),
                PeerConfig.<String>of(guestKey.publicKey(), AllowedIp.parse("10.0.0.2/32"))
                        .withPresharedKey(PresharedKey.ofBytes(presharedKey)));
    }

    static WireGuardDevice<String> device(PrivateKey key) {
        DeviceConfig<String> config = new DeviceConfig<>(
                key, name -> name.getBytes(StandardCharsets.UTF_8), new SecureRandom(), GatedGuest.MTU);
        return new WireGuardDevice<>(config, Instant.now(), System.nanoTime());
    }

    PublicKey publicKey() {
        return device.publicKey();
    }

    /** A copy, for a guest that makes its handshakes itself. */
    PrivateKey guestKey() {
        return PrivateKey.ofBytes(guestKey.toBytes());
    }

    /** For the guest that is its peer. */
    VpnSettings vpn() {
        return vpn(publicKey());
    }

    /** For a guest that believes that hub to be its own. */
    VpnSettings vpn(PublicKey hub) {
        return new VpnSettings(
                Blob.copyOf(guestKey.toBytes()),
                Blob.copyOf(hub.toBytes()),
                Optional.of(Blob.copyOf(presharedKey)),
                GatedGuest.ADDRESS,
                GatedGuest.HUB_ADDRESS,
                GatedGuest.MTU);
    }

    @Override
    public synchronized void send(byte[] datagram) {
        datagrams++;
        long now = System.nanoTime();
        switch (device.receive(now, GUEST, ByteBuffer.wrap(datagram), this::answer)) {
            case Received.Packet packet -> echo(now, packet.ipPacket());
            case Received.Dropped drop -> dropped.add(drop.reason());
            case Received.Keepalive keepalive -> {}
            case Received.Handshake handshake -> {}
            case Received.Cookie cookie -> {}
        }
    }

    private void answer(String to, ByteBuffer datagram) {
        byte[] bytes = new byte[datagram.remaining()];
        datagram.get(bytes);
        answers++;
        toGuest.accept(bytes);
    }

    /** Addresses and ports change places, and no checksum changes with that. */
    private void echo(long now, ByteBuffer packet) {
        packets++;
        byte[] bytes = new byte[packet.remaining()];
        packet.get(bytes);
        ByteBuffer back = ByteBuffer.wrap(bytes);
        if (bytes.length < 28 || bytes[0] != 0x45 || bytes[9] != UDP) {
            return;
        }
        int source = back.getInt(12);
        back.putInt(12, back.getInt(16)).putInt(16, source);
        short port = back.getShort(20);
        back.putShort(20, back.getShort(22)).putShort(22, port);
        var _ = device.send(now, back, this::answer);
    }

    synchronized List<DropReason> dropped() {
        return List.copyOf(dropped);
    }

    /** That came to it. */
    synchronized int datagrams() {
        return datagrams;
    }

    /** That it sent. */
    synchronized int answers() {
        return answers;
    }

    /** Inner packets that came to it. */
    synchronized int packets() {
        return packets;
    }

    @Override
    public synchronized void close() {
        device.close();
    }
}
